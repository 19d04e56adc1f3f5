package dev.agentpost.mail.login.imap;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AuthenticateRequest;
import org.apache.james.imap.message.request.IRAuthenticateRequest;
import org.apache.james.imap.message.response.AuthenticateResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** AUTHENTICATE PLAIN, with an initial response (RFC 4959) or after a continuation request. */
public final class InboxAuthenticateProcessor extends AbstractMailboxProcessor<AuthenticateRequest>
        implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES =
            ImmutableList.of(Capability.of("AUTH=PLAIN"), Capability.of("SASL-IR"));
    private static final String CANCEL = "*";
    /** RFC 4959 section 3: an empty initial response is sent as a single equals sign. */
    private static final String EMPTY_INITIAL_RESPONSE = "=";

    private final ImapLogin login;

    @Inject
    public InboxAuthenticateProcessor(
            MailboxManager mailboxManager,
            StatusResponseFactory factory,
            MetricFactory metricFactory,
            ImapLogin login) {
        super(AuthenticateRequest.class, mailboxManager, factory, metricFactory);
        this.login = login;
    }

    @Override
    public List<Class<? extends AuthenticateRequest>> acceptableClasses() {
        return ImmutableList.of(AuthenticateRequest.class, IRAuthenticateRequest.class);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(AuthenticateRequest request, ImapSession session, Responder responder) {
        if (!request.getAuthType().equalsIgnoreCase("PLAIN")) {
            return Mono.fromRunnable(() -> responder.respond(
                    StatusAnswers.no(request.getTag(), "unsupported authentication mechanism, use PLAIN")));
        }
        if (request instanceof IRAuthenticateRequest withResponse) {
            return authenticate(initialResponse(withResponse), request, session, responder);
        }
        return continuation(session, responder).flatMap(line -> authenticate(line, request, session, responder));
    }

    private static String initialResponse(IRAuthenticateRequest request) {
        String response = request.getInitialClientResponse();
        return response.equals(EMPTY_INITIAL_RESPONSE) ? "" : response;
    }

    /** The line is read on the event loop and nothing else is done there. */
    private static Mono<String> continuation(ImapSession session, Responder responder) {
        Sinks.One<String> line = Sinks.one();
        return Mono.defer(() -> {
            session.pushLineHandler((lineSession, data) -> {
                lineSession.popLineHandler();
                line.tryEmitValue(new String(data, StandardCharsets.US_ASCII).strip());
            });
            responder.respond(new AuthenticateResponse());
            responder.flush();
            return line.asMono();
        });
    }

    private Mono<Void> authenticate(
            String response, AuthenticateRequest request, ImapSession session, Responder responder) {
        if (response.equals(CANCEL)) {
            return bad(request, responder, "authentication cancelled");
        }
        Optional<PlainResponse> plain = PlainResponse.parse(response);
        if (plain.isEmpty()) {
            return bad(request, responder, "malformed PLAIN response");
        }
        Credentials credentials = plain.get().credentials();
        if (plain.get().asksForAnotherIdentity()) {
            return login.refuseDelegation(credentials, request, session, responder);
        }
        return login.login(credentials, request, session, responder);
    }

    private static Mono<Void> bad(AuthenticateRequest request, Responder responder, String text) {
        return Mono.fromRunnable(() -> responder.respond(StatusAnswers.bad(request.getTag(), text)));
    }

    @Override
    protected MDCBuilder mdc(AuthenticateRequest request) {
        return MDCBuilder.ofValue(MDCBuilder.ACTION, "AUTHENTICATE");
    }
}
