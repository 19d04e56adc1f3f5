package dev.agentpost.mail.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.login.LiveSessions.EndReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSessionsTest {
    private final LoginContext context = new LoginFixture().context();
    private final LiveSessions sessions = new LiveSessions();
    private final List<EndReason> endings = new ArrayList<>();

    @Test
    void sessionsOfOneContextShouldBeDistinct() {
        LiveSessions.Session first = sessions.register(context, endings::add);
        LiveSessions.Session second = sessions.register(context, endings::add);

        assertThat(sessions.all()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void closeShouldBeRepeatable() {
        LiveSessions.Session session = sessions.register(context, endings::add);
        session.close();

        session.close();

        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void endShouldTellTheSessionOnce() {
        LiveSessions.Session session = sessions.register(context, endings::add);

        session.end(EndReason.KEY_REVOKED);
        session.end(EndReason.KEY_EXPIRED);

        assertThat(endings).containsExactly(EndReason.KEY_REVOKED);
    }

    @Test
    void endShouldRemoveTheSession() {
        LiveSessions.Session session = sessions.register(context, endings::add);

        session.end(EndReason.KEY_REVOKED);

        assertThat(sessions.all()).isEmpty();
    }
}
