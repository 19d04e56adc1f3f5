package dev.agentpost.mail.mailaccess.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * A stream that is read by a worker, one chunk ahead of the channel. The event loop takes what is ready, and is told when
 * there is more. Every access to the state holds the one lock, which nobody holds while reading.
 */
final class PacedLiteral implements ChunkedInput<ByteBuf> {
    static final int CHUNK_BYTES = 64 * 1024;

    private static final Logger LOGGER = LoggerFactory.getLogger(PacedLiteral.class);

    private final ChunkedStream stream;
    private final ByteBufAllocator allocator;
    private final Scheduler workers;
    private final Runnable onReady;
    private ByteBuf ready;
    private Exception failure;
    private boolean reading;
    private boolean ended;
    private boolean closed;
    private long taken;

    /** @param onReady called by a worker when there is a chunk, the end, or a failure */
    PacedLiteral(ChunkedStream stream, ByteBufAllocator allocator, Scheduler workers, Runnable onReady) {
        this.stream = stream;
        this.allocator = allocator;
        this.workers = workers;
        this.onReady = onReady;
    }

    /** Null when nothing is ready: the writer then waits until it is told. */
    @Override
    public synchronized ByteBuf readChunk(ByteBufAllocator unused) throws Exception {
        if (failure != null) {
            throw failure;
        }
        ByteBuf chunk = ready;
        ready = null;
        if (chunk != null) {
            taken += chunk.readableBytes();
        }
        if (!ended && !reading && !closed) {
            reading = true;
            workers.schedule(this::readAhead);
        }
        return chunk;
    }

    @Override
    @Deprecated
    public ByteBuf readChunk(ChannelHandlerContext ctx) throws Exception {
        return readChunk(ctx.alloc());
    }

    private void readAhead() {
        ByteBuf chunk = allocator.buffer(CHUNK_BYTES);
        Exception problem = null;
        boolean last = false;
        try {
            last = fill(chunk);
        } catch (Exception e) {
            problem = e;
        } catch (Error e) {
            // Such as no memory: untold, the client would wait for ever.
            problem = new IllegalStateException("a message could not be read", e);
        }
        if (done(chunk, last, problem)) {
            onReady.run();
        }
    }

    /** @return whether the stream has ended */
    private boolean fill(ByteBuf chunk) throws Exception {
        // Not "while there is room": a piece that does not fit makes room, for more than itself.
        while (chunk.readableBytes() < CHUNK_BYTES) {
            if (stream.isEndOfInput()) {
                return true;
            }
            ByteBuf piece = stream.readChunk(allocator);
            try {
                chunk.writeBytes(piece);
            } finally {
                piece.release();
            }
        }
        return false;
    }

    /** False when the writer gave up for a reason of its own: the client has gone. */
    synchronized boolean hasFailed() {
        return failure != null;
    }

    /** @return false when nobody wants the chunk any more */
    private synchronized boolean done(ByteBuf chunk, boolean last, Exception problem) {
        reading = false;
        if (closed || problem != null || !chunk.isReadable()) {
            chunk.release();
        } else {
            ready = chunk;
        }
        failure = problem;
        ended = last;
        if (closed) {
            closeStream();
        }
        return !closed;
    }

    @Override
    public synchronized boolean isEndOfInput() {
        return ended && ready == null;
    }

    /** While a worker reads, it closes the stream when it is done. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ready != null) {
            ready.release();
            ready = null;
        }
        if (!reading) {
            closeStream();
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (Exception e) {
            LOGGER.warn("could not close a message", e);
        }
    }

    /** Unknown: the client was told it beforehand. */
    @Override
    public long length() {
        return -1;
    }

    @Override
    public synchronized long progress() {
        return taken;
    }
}
