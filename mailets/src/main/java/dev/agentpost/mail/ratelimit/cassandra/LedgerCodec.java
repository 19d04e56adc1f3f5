package dev.agentpost.mail.ratelimit.cassandra;

import dev.agentpost.mail.ratelimit.SendLedger;
import dev.agentpost.mail.ratelimit.Spending;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A ledger as bytes, about six for a spending: the version of this form, then for each spending the milliseconds from the
 * beginning of the one before to its own, from there to its end, and its count, as base-128 numbers of which the lowest
 * seven bits come first; the count is doubled, plus one when the 16 bytes of a lease follow.
 */
final class LedgerCodec {
    private static final int FORM = 1;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private LedgerCodec() {}

    static ByteBuffer encode(SendLedger ledger) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FORM);
        long before = 0;
        for (Spending spending : ledger.spendings()) {
            writeNumber(out, spending.from() - before);
            writeNumber(out, spending.to() - spending.from());
            writeNumber(out, 2 * spending.count() + (spending.lease().isPresent() ? 1 : 0));
            spending.lease().ifPresent(lease -> writeLease(out, lease));
            before = spending.from();
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static void writeNumber(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > SEVEN_BITS) {
            out.write((int) (rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static void writeLease(ByteArrayOutputStream out, UUID lease) {
        out.writeBytes(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(lease.getMostSignificantBits())
                .putLong(lease.getLeastSignificantBits())
                .array());
    }

    /** @throws IllegalStateException when a newer server has written it */
    static SendLedger decode(ByteBuffer bytes) {
        int form = bytes.get();
        if (form != FORM) {
            throw new IllegalStateException(
                    "a ledger of recipients has the form " + form + ", which is not known here");
        }
        List<Spending> spendings = new ArrayList<>();
        long from = 0;
        while (bytes.hasRemaining()) {
            from += readNumber(bytes);
            long to = from + readNumber(bytes);
            long count = readNumber(bytes);
            Optional<UUID> lease = (count & 1) == 1 ? Optional.of(readLease(bytes)) : Optional.empty();
            spendings.add(new Spending(lease, from, to, count / 2));
        }
        return new SendLedger(spendings);
    }

    private static long readNumber(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            number |= (long) (next & SEVEN_BITS) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    private static UUID readLease(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
