package dev.agentpost.mail.login.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.imap.encode.FakeImapSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client gets when the server ends its connection. */
class ImapConnectionEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String BYE = "* BYE server is shutting down\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ImapConnection connection = ImapConnection.attach(channel, new FakeImapSession());

    @BeforeEach
    void stopTime() {
        channel.freezeTime();
    }

    private void endServer() {
        connection.byeAfterCommand("server is shutting down", PATIENCE);
        channel.runPendingTasks();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private String sent() {
        ByteBuf answer = channel.readOutbound();
        return answer == null ? "" : answer.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void clientBetweenCommandsShouldBeToldAtOnce() {
        endServer();

        assertThat(sent()).isEqualTo(BYE);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void clientThatIdlesShouldBeToldSoon() {
        connection.commandBegins(true);

        endServer();
        pass(Duration.ofMillis(500));

        assertThat(sent()).isEqualTo(BYE);
    }

    @Test
    void commandUnderWayShouldEndFirst() {
        connection.commandBegins(false);

        endServer();
        pass(PATIENCE.minusMillis(1));

        assertThat(sent()).isEmpty();
        assertThat(connection.isOver()).isFalse();
        connection.commandEnds();
        assertThat(sent()).isEqualTo(BYE);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void noCommandShouldBeginAfterIt() {
        connection.commandBegins(false);

        endServer();
        connection.commandEnds();

        assertThat(connection.isOver()).isTrue();
    }

    @Test
    void commandThatDoesNotEndShouldBeAbandoned() {
        connection.commandBegins(false);

        endServer();
        pass(PATIENCE);
        assertThat(connection.isOver()).isTrue();
        pass(Duration.ofMillis(500));

        assertThat(sent()).isEqualTo(BYE);
        assertThat(channel.isOpen()).isFalse();
    }
}
