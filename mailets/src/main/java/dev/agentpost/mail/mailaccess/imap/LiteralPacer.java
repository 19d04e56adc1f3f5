package dev.agentpost.mail.mailaccess.imap;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.stream.ChunkedStream;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Lets literals be read from the store as fast as the client takes them, away from the event loop: James's stream would
 * make the event loop, and with it many other clients, wait for the store. A literal that cannot be read to its end ends
 * the connection, since the client would take the next answers for the rest of it.
 */
final class LiteralPacer extends ChannelOutboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiteralPacer.class);

    private final ChunkedWriteHandler writer;
    private final Scheduler workers;

    /**
     * @param writer the one of the same channel, next in the way to the client
     * @param workers may block
     */
    LiteralPacer(ChunkedWriteHandler writer, Scheduler workers) {
        this.writer = writer;
        this.workers = workers;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ChunkedStream stream) {
            PacedLiteral literal = new PacedLiteral(stream, ctx.alloc(), workers, writer::resumeTransfer);
            ctx.write(literal, promise.unvoid().addListener(written -> closeIfCut(ctx, literal, written)));
        } else {
            ctx.write(message, promise);
        }
    }

    private static void closeIfCut(ChannelHandlerContext ctx, PacedLiteral literal, Future<?> written) {
        if (written.isSuccess()) {
            return;
        }
        if (literal.hasFailed()) {
            LOGGER.error(
                    "cannot read a message for IMAP client {}, connection closed",
                    ctx.channel().remoteAddress(),
                    written.cause());
        }
        ctx.close();
    }
}
