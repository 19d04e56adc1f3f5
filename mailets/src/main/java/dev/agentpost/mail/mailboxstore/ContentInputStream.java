package dev.agentpost.mail.mailboxstore;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongFunction;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * A message or its body as a stream, which reads its parts when they are wanted and has at most one beyond those that
 * the store reads ahead. Skipping before the first octet is read costs nothing. Waits for the store: only for threads that
 * may block. For one thread at a time.
 */
public final class ContentInputStream extends InputStream {
    private static final byte[] NOTHING = new byte[0];

    private final ContentId id;
    private final LongFunction<Flux<byte[]>> source;
    private final Reader reader = new Reader();
    private long start;
    private boolean started;
    private boolean ended;
    private boolean closed;
    private byte[] part = NOTHING;
    private int position;

    private ContentInputStream(ContentId id, LongFunction<Flux<byte[]>> source, long start) {
        this.id = id;
        this.source = source;
        this.start = start;
    }

    /** Header and body. */
    public static ContentInputStream whole(ContentStore contents, ContentId id) {
        return from(contents, id, 0);
    }

    /** @param headerBytes where the body starts */
    public static ContentInputStream body(ContentStore contents, ContentId id, int headerBytes) {
        return from(contents, id, headerBytes);
    }

    private static ContentInputStream from(ContentStore contents, ContentId id, long start) {
        return new ContentInputStream(id, offset -> contents.read(id, offset), start);
    }

    @Override
    public int read() throws IOException {
        return fill() ? part[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, part.length - position);
        System.arraycopy(part, position, target, offset, count);
        position += count;
        return count;
    }

    /** What is here without waiting. */
    @Override
    public int available() {
        return part.length - position;
    }

    /** Says that it skipped all, even behind the end, as long as nothing was read: it would have to ask the store. */
    @Override
    public long skip(long count) throws IOException {
        if (count <= 0) {
            return 0;
        }
        if (!started) {
            start += count;
            return count;
        }
        if (!fill()) {
            return 0;
        }
        int skipped = (int) Math.min(count, part.length - position);
        position += skipped;
        return skipped;
    }

    /** @return false at the end */
    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("the stream of content " + id + " is closed");
        }
        while (position == part.length && !ended) {
            next(reader.take());
        }
        return position < part.length;
    }

    private void next(Event event) throws IOException {
        if (event.failure() != null) {
            throw new IOException("cannot read content " + id, event.failure());
        }
        position = 0;
        part = event.part();
        ended = part.length == 0;
    }

    @Override
    public void close() {
        closed = true;
        part = NOTHING;
        position = 0;
        reader.cancel();
    }

    /** @param part empty at the end */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Event(byte[] part, Throwable failure) {}

    private final class Reader extends BaseSubscriber<byte[]> {
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

        private Event take() throws IOException {
            try {
                if (started) {
                    request(1);
                } else {
                    started = true;
                    source.apply(start).subscribe(this);
                }
                return events.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while reading content " + id, e);
            }
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
        }

        @Override
        protected void hookOnNext(byte[] value) {
            if (value.length == 0) {
                request(1);
            } else {
                events.add(new Event(value, null));
            }
        }

        @Override
        protected void hookOnComplete() {
            events.add(new Event(NOTHING, null));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            events.add(new Event(NOTHING, failure));
        }
    }
}
