package dev.agentpost.mail.mailaccess.imap;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.james.imap.message.BytesBackedLiteral;
import org.apache.james.imap.message.Literal;
import reactor.core.scheduler.Schedulers;

/** A literal that is arriving. Used on the event loop; a file is written elsewhere, one piece after the other. */
final class LiteralInput {

    enum Storage {
        MEMORY,
        FILE,
        /** Read and thrown away. */
        NONE
    }

    private final long size;
    private final Storage storage;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long taken;
    /** Written on one thread at a time; {@link #busy} orders these threads. */
    private FileLiteral file;

    private IOException failure;
    private boolean abandoned;
    private volatile boolean busy;

    LiteralInput(long size, Storage storage) {
        this.size = size;
        this.storage = storage;
    }

    long size() {
        return size;
    }

    /** True while a piece is being written to the file. */
    boolean isBusy() {
        return busy;
    }

    boolean isComplete() {
        return taken == size;
    }

    Optional<IOException> failure() {
        return busy ? Optional.empty() : Optional.ofNullable(failure);
    }

    /** Empty when the bytes were thrown away or could not be kept. */
    Optional<Literal> literal() {
        if (storage == Storage.NONE || failure != null) {
            return Optional.empty();
        }
        return Optional.of(storage == Storage.FILE ? file : BytesBackedLiteral.of(bytes.toByteArray()));
    }

    /** Takes what belongs to the literal and is there; {@code written} is run when the file can take more. */
    void take(ByteBuf waiting, Runnable written) {
        int count = (int) Math.min(waiting.readableBytes(), size - taken);
        taken += count;
        if (storage == Storage.NONE || failure != null) {
            waiting.skipBytes(count);
            return;
        }
        byte[] piece = new byte[count];
        waiting.readBytes(piece);
        if (storage == Storage.MEMORY) {
            bytes.writeBytes(piece);
            return;
        }
        busy = true;
        Schedulers.boundedElastic().schedule(() -> {
            writePiece(piece);
            busy = false;
            written.run();
        });
    }

    private synchronized void writePiece(byte[] piece) {
        try {
            if (abandoned) {
                return;
            }
            if (file == null) {
                file = FileLiteral.create();
            }
            file.write(piece);
        } catch (IOException e) {
            failure = e;
        }
    }

    /** The rest will not arrive. */
    synchronized void abandon() {
        abandoned = true;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
    }
}
