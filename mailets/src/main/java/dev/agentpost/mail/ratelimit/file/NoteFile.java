package dev.agentpost.mail.ratelimit.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A number for each lease, in a file that a killed process leaves as it wrote it last. Not after the machine itself has
 * failed, since nothing waits for the disk: notes of an earlier boot are forgotten. Safe for use by many threads.
 *
 * <p>32 octets for the boot, then as many for each note: lease (16), number (8), and until when it is kept, in milliseconds
 * since the epoch (8); a lease of zeros is a free place. Places are used again.
 */
final class NoteFile implements AutoCloseable {
    private static final int RECORD = 32;
    private static final long MILLIS_BETWEEN_LOOKS = 60_000;
    private static final UUID NOBODY = new UUID(0, 0);

    private record Place(long offset, long number, long until) {}

    // Not a channel, which would be closed for all by an interrupt of one thread.
    private final RandomAccessFile file;
    private final Clock clock;
    /** Read without waiting for a write that hangs. */
    private final Map<UUID, Place> places = new ConcurrentHashMap<>();

    private final Deque<Long> free = new ArrayDeque<>();
    private long end = RECORD;
    private long lookedForOldAt;

    private NoteFile(RandomAccessFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.lookedForOldAt = clock.millis();
    }

    /**
     * Takes over what an earlier process of the same boot left.
     *
     * @param path made when absent
     */
    static NoteFile open(Path path, UUID boot, Clock clock) throws IOException {
        NoteFile notes = new NoteFile(new RandomAccessFile(path.toFile(), "rw"), clock);
        try {
            notes.load(boot);
            return notes;
        } catch (IOException | RuntimeException e) {
            notes.close();
            throw e;
        }
    }

    private void load(UUID boot) throws IOException {
        Optional<ByteBuffer> header = next();
        if (!header.map(NoteFile::readId).equals(Optional.of(boot))) {
            file.setLength(0);
            write(0, boot, 0, 0);
            return;
        }
        for (Optional<ByteBuffer> record = next(); record.isPresent(); record = next()) {
            UUID lease = readId(record.get());
            Place place = new Place(end, record.get().getLong(), record.get().getLong());
            end += RECORD;
            if (lease.equals(NOBODY)) {
                free.push(place.offset());
            } else {
                places.put(lease, place);
            }
        }
        forgetOld();
    }

    /** Empty at the end; half a record there was never answered for. */
    private Optional<ByteBuffer> next() throws IOException {
        if (file.length() - file.getFilePointer() < RECORD) {
            return Optional.empty();
        }
        byte[] record = new byte[RECORD];
        file.readFully(record);
        return Optional.of(ByteBuffer.wrap(record));
    }

    private static UUID readId(ByteBuffer record) {
        return new UUID(record.getLong(), record.getLong());
    }

    /** The number is in the hands of the operating system when this returns. */
    synchronized void write(UUID lease, long number, Instant until) throws IOException {
        Place known = places.get(lease);
        long offset = known == null ? freeOffset() : known.offset();
        try {
            write(offset, lease, number, until.toEpochMilli());
        } catch (IOException e) {
            if (known == null) {
                free.push(offset);
            }
            throw e;
        }
        places.put(lease, new Place(offset, number, until.toEpochMilli()));
    }

    private void write(long offset, UUID lease, long number, long until) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(RECORD)
                .putLong(lease.getMostSignificantBits())
                .putLong(lease.getLeastSignificantBits())
                .putLong(number)
                .putLong(until);
        file.seek(offset);
        file.write(octets.array());
    }

    private long freeOffset() throws IOException {
        if (free.isEmpty() && clock.millis() - lookedForOldAt > MILLIS_BETWEEN_LOOKS) {
            forgetOld();
        }
        if (!free.isEmpty()) {
            return free.pop();
        }
        long offset = end;
        end += RECORD;
        return offset;
    }

    private void forgetOld() throws IOException {
        lookedForOldAt = clock.millis();
        for (UUID lease : places.entrySet().stream()
                .filter(entry -> entry.getValue().until() <= lookedForOldAt)
                .map(Map.Entry::getKey)
                .toList()) {
            remove(lease);
        }
    }

    Optional<Long> read(UUID lease) {
        return Optional.ofNullable(places.get(lease)).map(Place::number);
    }

    synchronized void remove(UUID lease) throws IOException {
        Place place = places.get(lease);
        if (place != null) {
            write(place.offset(), NOBODY, 0, 0);
            places.remove(lease);
            free.push(place.offset());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
