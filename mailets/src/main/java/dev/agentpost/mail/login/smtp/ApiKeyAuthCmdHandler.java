package dev.agentpost.mail.login.smtp;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentpost.mail.core.smtp.SmtpReply;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;

/** AUTH with PLAIN (RFC 4616) and LOGIN, both with and without an initial response (RFC 4954). */
public class ApiKeyAuthCmdHandler
        implements CommandHandler<SMTPSession>, EhloExtension, DisconnectHandler<SMTPSession> {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of("AUTH");
    private static final String CANCEL = "*";
    // RFC 4954 section 4: an initial response of zero length is written as "="
    private static final String EMPTY_INITIAL_RESPONSE = "=";
    // "Username:" and "Password:" in base64
    private static final SMTPResponse ASK_USERNAME = new SMTPResponse("334", "VXNlcm5hbWU6");
    private static final SMTPResponse ASK_PASSWORD = new SMTPResponse("334", "UGFzc3dvcmQ6");
    private static final SMTPResponse ASK_PLAIN = new SMTPResponse("334", "");

    private final SmtpLoginAttempt loginAttempt;

    @Inject
    public ApiKeyAuthCmdHandler(SmtpLoginAttempt loginAttempt) {
        this.loginAttempt = loginAttempt;
    }

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return SmtpLogin.of(session).isPresent() ? ImmutableList.of() : ImmutableList.of("AUTH PLAIN LOGIN");
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (SmtpLogin.of(session).isPresent()) {
            return SmtpLoginReplies.ALREADY_LOGGED_IN.toResponse();
        }
        if (session.getAttachment(SMTPSession.SENDER, SMTPSession.State.Transaction)
                .isPresent()) {
            return SmtpLoginReplies.DURING_TRANSACTION.toResponse();
        }
        List<String> words = Splitter.on(' ')
                .omitEmptyStrings()
                .splitToList(Optional.ofNullable(request.getArgument()).orElse(""));
        if (words.isEmpty() || words.size() > 2) {
            return SmtpLoginReplies.USAGE.toResponse();
        }
        Optional<String> initialResponse = words.stream().skip(1).findFirst();
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> plain(session, initialResponse);
            case "LOGIN" -> login(session, initialResponse);
            default -> SmtpLoginReplies.UNKNOWN_MECHANISM.toResponse();
        };
    }

    private Response plain(SMTPSession session, Optional<String> initialResponse) {
        return initialResponse
                .map(response -> decoded(initial(response), message -> plain(session, message)))
                .orElseGet(() -> ask(session, ASK_PLAIN, message -> plain(session, message)));
    }

    private Response plain(SMTPSession session, String message) {
        return SaslCredentials.parsePlain(message)
                .map(credentials -> loginAttempt.login(session, credentials))
                .orElseGet(SmtpLoginReplies.MALFORMED::toResponse);
    }

    private Response login(SMTPSession session, Optional<String> initialResponse) {
        return initialResponse
                .map(response -> decoded(initial(response), username -> askPassword(session, username)))
                .orElseGet(() -> ask(session, ASK_USERNAME, username -> askPassword(session, username)));
    }

    private Response askPassword(SMTPSession session, String username) {
        return ask(
                session,
                ASK_PASSWORD,
                secret -> loginAttempt.login(session, new SaslCredentials("", username, secret)));
    }

    /** The next line is the client's answer; after it the session is in command mode again, whatever it holds. */
    private Response ask(SMTPSession session, SMTPResponse question, Function<String, Response> next) {
        session.pushLineHandler((SMTPSession answering, byte[] line) -> {
            answering.popLineHandler();
            return answer(new String(line, StandardCharsets.ISO_8859_1).strip(), next);
        });
        return question;
    }

    private Response answer(String line, Function<String, Response> next) {
        if (line.equals(CANCEL)) {
            return SmtpLoginReplies.CANCELLED.toResponse();
        }
        try {
            return decoded(line, next);
        } catch (RuntimeException e) {
            return SmtpReply.STORE_DOWN.toClosingResponse();
        }
    }

    private static String initial(String response) {
        return response.equals(EMPTY_INITIAL_RESPONSE) ? "" : response;
    }

    private static Response decoded(String base64, Function<String, Response> next) {
        return SaslCredentials.decode(base64).map(next).orElseGet(SmtpLoginReplies.MALFORMED::toResponse);
    }

    @Override
    public void onDisconnect(SMTPSession session) {
        // James gives null when the connection failed before it had a session
        if (session != null) {
            SmtpLogin.stop(session);
        }
    }
}
