package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.imap.ImapConnection;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** What the log lines of a command say beside their text. */
final class CommandLog {
    private CommandLog() {}

    static Mono<Void> of(ImapSession session, ImapConnection connection, Mono<Void> command) {
        return LogContext.within(context(session, connection), command);
    }

    private static Map<String, String> context(ImapSession session, ImapConnection connection) {
        Map<String, String> context = new HashMap<>();
        context.put(MDCBuilder.PROTOCOL, "IMAP");
        context.put(MDCBuilder.SESSION_ID, session.sessionId().asString());
        connection.remoteAddress().map(InetAddress::getHostAddress).ifPresent(ip -> context.put(MDCBuilder.IP, ip));
        connection.context().ifPresent(login -> put(context, login));
        return context;
    }

    private static void put(Map<String, String> context, LoginContext login) {
        context.put("organization", login.organizationId().value());
        context.put("inbox", login.inboxId().value());
        context.put("key", login.keyId().value());
    }
}
