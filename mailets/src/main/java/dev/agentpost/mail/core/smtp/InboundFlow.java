package dev.agentpost.mail.core.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stops reading from a client that sends faster than its lines are handled: they wait in the queue of another thread,
 * which has no bound of its own. Knows when each of them came.
 */
class InboundFlow extends ChannelInboundHandlerAdapter {
    private static final int MAX_WAITING_BYTES = 1 << 20;

    private final Channel channel;
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
    private volatile boolean held;

    InboundFlow(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        arrivals.add(System.nanoTime());
        if (message instanceof ByteBuf bytes && waitingBytes.addAndGet(bytes.readableBytes()) > MAX_WAITING_BYTES) {
            channel.config().setAutoRead(false);
            // all may have been handled between the two lines above
            resumeWhenDrained();
        }
        context.fireChannelRead(message);
    }

    /** When the next of what came came, in the time of {@link System#nanoTime}. For the thread that handles the lines. */
    long nextArrival() {
        return arrivals.remove();
    }

    /** Called by the thread that handles the lines. */
    void handled(int bytes) {
        waitingBytes.addAndGet(-bytes);
        resumeWhenDrained();
    }

    /** Reads nothing more, however little waits. */
    void hold() {
        held = true;
        channel.config().setAutoRead(false);
    }

    void resume() {
        held = false;
        resumeWhenDrained();
    }

    private void resumeWhenDrained() {
        if (!held
                && waitingBytes.get() <= MAX_WAITING_BYTES
                && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }
}
