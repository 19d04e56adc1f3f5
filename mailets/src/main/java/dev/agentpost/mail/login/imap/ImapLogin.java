package dev.agentpost.mail.login.imap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.connectionlimit.Claim;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.connectionlimit.Slot;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.login.LoginAttempt;
import dev.agentpost.mail.login.LoginAudit;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.LoginProtocol;
import dev.agentpost.mail.login.LoginResult;
import dev.agentpost.mail.mailboxstore.james.SessionRights;
import java.time.Duration;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What LOGIN and AUTHENTICATE do with the credentials once they are read. Safe for use by many threads. */
@Singleton
public final class ImapLogin {
    static final String BAD_CREDENTIALS = "[AUTHENTICATIONFAILED] invalid credentials";

    private static final Logger LOGGER = LoggerFactory.getLogger(ImapLogin.class);
    private static final int MAX_FAILURES = 3;

    /** A store that has not answered by then is down for this client. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InboxLogin inboxLogin;
    private final InboxMailboxes inboxMailboxes;
    private final LiveSessions liveSessions;
    private final ConnectionSlots slots;
    private final MailboxManager mailboxManager;
    private final LoginAudit audit;
    /** Inboxes whose four folders were seen to be there, so that most logins need not look. */
    private final Cache<InboxId, Boolean> provisioned = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    @Inject
    public ImapLogin(
            InboxLogin inboxLogin,
            InboxMailboxes inboxMailboxes,
            LiveSessions liveSessions,
            ConnectionSlots slots,
            MailboxManager mailboxManager,
            LoginAudit audit) {
        this.inboxLogin = inboxLogin;
        this.inboxMailboxes = inboxMailboxes;
        this.liveSessions = liveSessions;
        this.slots = slots;
        this.mailboxManager = mailboxManager;
        this.audit = audit;
    }

    /** Completes when the tagged answer is given; never an error. */
    Mono<Void> login(Credentials credentials, ImapRequest request, ImapSession session, Responder responder) {
        ImapConnection connection = ImapConnection.of(session);
        LoginAttempt attempt = new LoginAttempt(
                LoginProtocol.IMAP,
                credentials.username(),
                credentials.secret(),
                Scope.MESSAGES_READ,
                connection.remoteAddress());
        return Mono.defer(() -> inboxLogin.login(attempt))
                .flatMap(result -> answer(result, credentials, request, session, responder))
                .timeout(PATIENCE)
                .onErrorResume(failure -> Mono.fromRunnable(() -> {
                    LOGGER.warn("IMAP login cannot be decided", failure);
                    responder.respond(StatusAnswers.no(request.getTag(), StatusAnswers.UNAVAILABLE));
                }));
    }

    private Mono<Void> answer(
            LoginResult result,
            Credentials credentials,
            ImapRequest request,
            ImapSession session,
            Responder responder) {
        if (result instanceof LoginResult.Allowed allowed) {
            return allowed(allowed.context(), request, session, responder);
        }
        if (result instanceof LoginResult.MissingScope missing) {
            return refuse(
                    request,
                    responder,
                    "[AUTHORIZATIONFAILED] API key lacks scope "
                            + missing.scope().value());
        }
        return badCredentials(credentials, request, session, responder);
    }

    /** An authorization identity other than the authenticated one: as a wrong secret to the outside. */
    Mono<Void> refuseDelegation(
            Credentials credentials, ImapRequest request, ImapSession session, Responder responder) {
        LOGGER.info("IMAP login refused: another authorization identity");
        return badCredentials(credentials, request, session, responder);
    }

    private static Mono<Void> badCredentials(
            Credentials credentials, ImapRequest request, ImapSession session, Responder responder) {
        return Mono.fromRunnable(() -> {
            ImapConnection connection = ImapConnection.of(session);
            responder.respond(StatusAnswers.no(request.getTag(), BAD_CREDENTIALS));
            if (connection.countFailure(credentials) >= MAX_FAILURES) {
                responder.respond(StatusAnswers.bye("too many failed logins"));
                responder.flush();
                connection.closeAfterLastAnswer();
            }
        });
    }

    private Mono<Void> allowed(LoginContext context, ImapRequest request, ImapSession session, Responder responder) {
        if (context.organizationSuspended()) {
            LOGGER.info("IMAP login refused: organization {} is suspended", context.organizationId());
            noteRefusal(context, session, "organization suspended");
            return refuse(request, responder, "[AUTHORIZATIONFAILED] organization suspended");
        }
        // The slot comes last: whatever else may fail has not failed by then.
        return provision(context)
                .then(Mono.defer(() -> slots.claim(context.organizationId(), context.inboxId())))
                .flatMap(claim -> claim instanceof Claim.Granted granted
                        ? Mono.fromRunnable(() -> begin(context, granted.slot(), request, session, responder))
                        : refuse(request, responder, limitReached(context, session, (Claim.Full) claim)));
    }

    private void begin(LoginContext context, Slot slot, ImapRequest request, ImapSession session, Responder responder) {
        ImapConnection connection = ImapConnection.of(session);
        connection.hold(slot);
        session.setMailboxSession(mailboxSession(context));
        session.authenticated();
        connection.loggedIn(context, liveSessions);
        audit.success(LoginProtocol.IMAP, context, connection.remoteAddress());
        responder.respond(
                StatusAnswers.ok(request.getTag(), request.getCommand().getName() + " completed."));
    }

    private void noteRefusal(LoginContext context, ImapSession session, String reason) {
        audit.refused(LoginProtocol.IMAP, context, ImapConnection.of(session).remoteAddress(), reason);
    }

    private String limitReached(LoginContext context, ImapSession session, Claim.Full full) {
        noteRefusal(context, session, "holds " + full.held() + " of " + full.allowed() + " IMAP connections");
        LOGGER.info(
                "IMAP login refused: inbox {} holds {} of {} connections",
                context.email(),
                full.held(),
                full.allowed());
        return "[LIMIT] this inbox holds " + full.held() + " of " + full.allowed()
                + " allowed IMAP connections: close one and try again, or ask for a higher limit";
    }

    private Mono<Void> provision(LoginContext context) {
        if (provisioned.getIfPresent(context.inboxId()) != null) {
            return Mono.empty();
        }
        return inboxMailboxes
                .provision(context.email())
                .then(Mono.fromRunnable(() -> provisioned.put(context.inboxId(), true)));
    }

    /** For that inbox alone, without asking James's authenticator a second time. */
    private MailboxSession mailboxSession(LoginContext context) {
        MailboxSession mailboxSession =
                mailboxManager.createSystemSession(Username.of(context.email().asString()));
        SessionRights rights = context.has(Scope.MESSAGES_WRITE) ? SessionRights.ALL : SessionRights.READ_AND_MARK;
        rights.give(mailboxSession);
        return mailboxSession;
    }

    private static Mono<Void> refuse(ImapRequest request, Responder responder, String codeAndText) {
        return Mono.fromRunnable(() -> responder.respond(StatusAnswers.no(request.getTag(), codeAndText)));
    }
}
