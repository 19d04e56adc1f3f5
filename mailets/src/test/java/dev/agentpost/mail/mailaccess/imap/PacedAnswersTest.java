package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailaccess.imap.fetch.KeptSection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class PacedAnswersTest {
    private static final int SECTION_BYTES = 100 * 1024;

    private final List<ImapResponseMessage> sent = new ArrayList<>();
    private final HeldWrites client = new HeldWrites();
    private final EmbeddedChannel channel = new EmbeddedChannel(client);
    private final PacedAnswers answers = new PacedAnswers(
            new Responder() {
                @Override
                public void respond(ImapResponseMessage message) {
                    sent.add(message);
                }

                @Override
                public void flush() {}
            },
            channel,
            Schedulers.immediate());

    /** A client takes nothing until it is told to. */
    private static final class HeldWrites extends ChannelOutboundHandlerAdapter {
        private final List<ChannelPromise> held = new ArrayList<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            held.add(promise);
        }
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private CompletableFuture<Boolean> send() {
        FetchResponse answer = new FetchResponse(
                MessageSequenceNumber.of(1),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new KeptSection("BODY[]", new byte[SECTION_BYTES])),
                null,
                null);
        return answers.send(answer).toFuture();
    }

    @Test
    void answersShouldNotWaitForTheClientWhileTheyAreSmall() {
        assertThat(send()).isCompletedWithValue(true);
        assertThat(send()).isCompletedWithValue(true);
        assertThat(sent).hasSize(2);
    }

    @Test
    void nextShouldWaitUntilTheClientHasTakenTheAnswers() {
        send();
        send();
        CompletableFuture<Boolean> third = send();

        assertThat(third).isNotDone();
        client.held.forEach(ChannelPromise::setSuccess);

        assertThat(third).isCompletedWithValue(true);
        assertThat(send()).isCompletedWithValue(true);
    }

    @Test
    void nothingShouldFollowWhenTheClientHasGone() {
        send();
        send();
        CompletableFuture<Boolean> third = send();

        client.held.forEach(write -> write.setFailure(new ClosedChannelException()));

        assertThat(third).isCompletedWithValue(false);
    }
}
