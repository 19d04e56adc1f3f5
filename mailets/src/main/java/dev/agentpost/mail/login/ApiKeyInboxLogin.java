package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.SecretHash;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.login.LoginResult.Allowed;
import dev.agentpost.mail.login.LoginResult.BadCredentials;
import dev.agentpost.mail.login.LoginResult.MissingScope;
import dev.agentpost.mail.login.LoginResult.Reason;
import dev.agentpost.mail.organization.Organization;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Decides by inbox, key, organization and clock. The reads made depend on the secret alone, not on whether the inbox
 * exists or is the key's: the time of an answer tells a caller nothing about other people's inboxes.
 */
@Singleton
public final class ApiKeyInboxLogin implements InboxLogin {
    private static final Logger LOGGER = LoggerFactory.getLogger(ApiKeyInboxLogin.class);
    private static final int MAX_LOGGED_USERNAME = 320;

    /** A key that exists, with its organization unless that is gone. */
    private record Owned(ApiKey key, Optional<Organization> organization) {}

    private final CachedLogins stored;
    private final LastUse lastUse;
    private final Clock clock;
    private final LoginAudit audit;

    @Inject
    public ApiKeyInboxLogin(CachedLogins stored, ApiKeyStore keys, Clock clock, LoginAudit audit) {
        this.stored = stored;
        this.lastUse = new LastUse(keys);
        this.clock = clock;
        this.audit = audit;
    }

    @Override
    public Mono<LoginResult> login(LoginAttempt attempt) {
        return Mono.defer(() -> {
            Optional<InboxAddress> email = InboxAddress.parse(attempt.username());
            Optional<ApiKeySecret> secret = ApiKeySecret.parse(attempt.secret());
            if (secret.isEmpty()) {
                Reason reason = email.isEmpty() ? Reason.MALFORMED_USERNAME : Reason.MALFORMED_SECRET;
                noteBesides(attempt, email, reason);
                return Mono.just(refused(attempt, Optional.empty(), reason));
            }
            return Mono.zip(findInbox(email), findKey(secret.get().hash())).map(found -> {
                LoginResult result = decide(attempt, email, found.getT1(), found.getT2());
                note(attempt, found.getT1(), found.getT2(), result);
                return result;
            });
        });
    }

    /** Nobody waits for it, so that the answer takes as long for an inbox that exists as for another. */
    private void noteBesides(LoginAttempt attempt, Optional<InboxAddress> email, Reason reason) {
        findInbox(email)
                .subscribe(
                        inbox -> audit.refused(attempt, inbox, Optional.empty(), reason),
                        failure -> LOGGER.debug("a refused login is not in the audit trail", failure));
    }

    private void note(LoginAttempt attempt, Optional<Inbox> inbox, Optional<Owned> owned, LoginResult result) {
        if (result instanceof BadCredentials bad) {
            audit.refused(attempt, inbox, owned.map(Owned::key), bad.reason());
        } else if (result instanceof MissingScope missing) {
            audit.refused(
                    attempt.protocol(),
                    missing.context(),
                    attempt.remoteAddress(),
                    "key lacks scope " + missing.scope().value());
        }
    }

    private Mono<Optional<Inbox>> findInbox(Optional<InboxAddress> email) {
        return email.map(stored::inbox).orElseGet(() -> Mono.just(Optional.empty()));
    }

    private Mono<Optional<Owned>> findKey(SecretHash secretHash) {
        return stored.key(secretHash)
                .flatMap(found -> found.isEmpty()
                        ? Mono.just(Optional.<Owned>empty())
                        : stored.organization(found.get().organizationId())
                                .map(organization -> Optional.of(new Owned(found.get(), organization))));
    }

    private LoginResult decide(
            LoginAttempt attempt, Optional<InboxAddress> email, Optional<Inbox> inbox, Optional<Owned> owned) {
        Optional<ApiKeyId> keyId = owned.map(found -> found.key().id());
        if (email.isEmpty()) {
            return refused(attempt, keyId, Reason.MALFORMED_USERNAME);
        }
        if (inbox.isEmpty()) {
            return refused(attempt, keyId, Reason.UNKNOWN_INBOX);
        }
        if (owned.isEmpty()) {
            return refused(attempt, keyId, Reason.UNKNOWN_SECRET);
        }
        Instant now = clock.instant();
        return refusal(owned.get(), inbox.get(), attempt.remoteAddress(), now)
                .map(reason -> refused(attempt, keyId, reason))
                .orElseGet(() -> allowed(attempt, inbox.get(), owned.get(), now));
    }

    private static Optional<Reason> refusal(
            Owned owned, Inbox inbox, Optional<InetAddress> remoteAddress, Instant now) {
        ApiKey key = owned.key();
        if (!key.organizationId().equals(inbox.organizationId())) {
            return Optional.of(Reason.OTHER_ORGANIZATION);
        }
        return KeyRefusal.of(key, now)
                .or(() -> key.opens(inbox.id()) ? Optional.empty() : Optional.of(Reason.KEY_NOT_BOUND_TO_INBOX))
                .or(() -> KeyRefusal.of(key, owned.organization(), remoteAddress));
    }

    private LoginResult allowed(LoginAttempt attempt, Inbox inbox, Owned owned, Instant now) {
        ApiKey key = owned.key();
        LoginContext context = new LoginContext(
                inbox.organizationId(),
                inbox.id(),
                inbox.email(),
                key.id(),
                key.scopes(),
                key.expiresAt(),
                owned.organization().filter(Organization::isSuspended).isPresent());
        if (!context.has(attempt.neededScope())) {
            LOGGER.info(
                    "login refused: key lacks scope {}, inbox {}, key {}, remote address {}",
                    attempt.neededScope().value(),
                    inbox.email(),
                    key.id(),
                    loggable(attempt.remoteAddress()));
            return new MissingScope(attempt.neededScope(), context);
        }
        lastUse.note(key, now);
        return new Allowed(context);
    }

    private static LoginResult refused(LoginAttempt attempt, Optional<ApiKeyId> keyId, Reason reason) {
        LOGGER.info(
                "login refused: {}, inbox {}, key {}, remote address {}",
                reason,
                loggable(attempt.username()),
                keyId.map(ApiKeyId::value).orElse("unknown"),
                loggable(attempt.remoteAddress()));
        return new BadCredentials(reason);
    }

    /** The user name is the client's own text: no line breaks into the log, and not much of it. */
    private static String loggable(String username) {
        String start = username.substring(0, Math.min(username.length(), MAX_LOGGED_USERNAME));
        // People paste the key into the wrong field.
        return start.contains(ApiKeySecret.PREFIX) ? "***" : start.replaceAll("\\p{Cntrl}", "?");
    }

    private static String loggable(Optional<InetAddress> remoteAddress) {
        return remoteAddress.map(InetAddress::getHostAddress).orElse("unknown");
    }
}
