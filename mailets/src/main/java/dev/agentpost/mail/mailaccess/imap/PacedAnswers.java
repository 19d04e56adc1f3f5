package dev.agentpost.mail.mailaccess.imap;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.imap.message.response.FetchResponse.BodyElement;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Sends the answers to one FETCH as fast as the client takes them. Those that wait for it in memory are at most
 * {@link #AHEAD_BYTES} of sections, and no more than make the channel unwritable, and one more answer.
 */
final class PacedAnswers {
    private static final long AHEAD_BYTES = 256 * 1024;

    private final Responder responder;
    private final Channel channel;
    private final Scheduler readers;
    private long ahead;

    /** @param readers where the next answer is asked for when the client was waited for */
    PacedAnswers(Responder responder, Channel channel, Scheduler readers) {
        this.readers = readers;
        this.responder = responder;
        this.channel = channel;
    }

    /** True when the next may follow, which is asked for then; false when the client has gone. */
    Mono<Boolean> send(FetchResponse answer) {
        responder.respond(answer);
        ahead += sectionBytes(answer);
        if (ahead < AHEAD_BYTES && channel.isWritable()) {
            return Mono.just(true);
        }
        ahead = 0;
        responder.flush();
        return taken(channel).publishOn(readers);
    }

    private static long sectionBytes(FetchResponse answer) {
        if (answer.getElements() == null) {
            return 0;
        }
        try {
            long bytes = 0;
            for (BodyElement section : answer.getElements()) {
                bytes += section.size();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the client has taken everything written so far; false when it has gone. */
    static Mono<Boolean> taken(Channel channel) {
        return Mono.create(sink ->
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> sink.success(written.isSuccess())));
    }
}
