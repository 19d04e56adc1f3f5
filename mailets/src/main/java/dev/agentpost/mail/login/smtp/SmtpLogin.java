package dev.agentpost.mail.login.smtp;

import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.login.LoginContext;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

/** Where a connection keeps who is logged in. */
public final class SmtpLogin {
    private static final AttachmentKey<LiveSessions.Session> LIVE_SESSION =
            AttachmentKey.of("agentpost.live_session", LiveSessions.Session.class);

    private SmtpLogin() {}

    public static Optional<LoginContext> of(ProtocolSession session) {
        return session.getAttachment(LIVE_SESSION, State.Connection).map(LiveSessions.Session::context);
    }

    static void start(SMTPSession session, LiveSessions.Session live) {
        session.setAttachment(LIVE_SESSION, live, State.Connection);
        session.setUsername(Username.of(live.context().email().asString()));
        session.setRelayingAllowed(true);
    }

    static void stop(SMTPSession session) {
        session.getAttachment(LIVE_SESSION, State.Connection).ifPresent(LiveSessions.Session::close);
    }
}
