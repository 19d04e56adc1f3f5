package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.login.imap.ImapConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.encode.FakeImapSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class AccessGateTest {
    private static final ImapMessage COMMAND = new ImapMessage() {};

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final FakeImapSession session = new FakeImapSession();
    private final ImapConnection connection = ImapConnection.attach(channel, session);
    private final List<String> happened = new ArrayList<>();
    private Mono<Void> answer = Mono.empty();

    private final ImapProcessor.Responder responder = new ImapProcessor.Responder() {
        @Override
        public void respond(ImapResponseMessage message) {
            happened.add("answered");
        }

        @Override
        public void flush() {
            happened.add("flushed");
        }
    };

    private final AccessGate testee = new AccessGate(
            new ImapProcessor() {
                @Override
                public Mono<Void> processReactive(
                        ImapMessage message, ImapProcessor.Responder responder, ImapSession session) {
                    return answer;
                }

                @Override
                public void configure(ImapConfiguration configuration) {
                    throw new UnsupportedOperationException();
                }
            },
            null);

    @BeforeEach
    void setUp() {
        Turns.attach(session);
    }

    /** Else the end of this command is taken for the end of the next one, which nobody waits for any more then. */
    @Test
    void commandShouldHaveEndedBeforeTheNextCanBegin() {
        testee.processReactive(COMMAND, responder, session)
                .doOnTerminate(this::endSession)
                .block();

        assertThat(happened).containsExactly("flushed", "* BYE server is shutting down\r\n");
    }

    @Test
    void commandThatFailsShouldHaveEndedBeforeTheNextCanBegin() {
        answer = Mono.error(new IllegalStateException("store down"));

        testee.processReactive(COMMAND, responder, session)
                .doOnTerminate(this::endSession)
                .onErrorComplete()
                .block();

        assertThat(happened).containsExactly("flushed", "* BYE server is shutting down\r\n");
    }

    /** Between two commands the client is told at once. */
    private void endSession() {
        connection.bye("server is shutting down");
        ByteBuf sent = channel.readOutbound();
        happened.add(sent == null ? "nothing" : sent.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void commandThatIsGivenUpShouldHaveEnded() {
        answer = Mono.never();
        testee.processReactive(COMMAND, responder, session).subscribe().dispose();

        endSession();

        assertThat(happened).containsExactly("* BYE server is shutting down\r\n");
    }
}
