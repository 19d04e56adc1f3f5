package dev.agentpost.mail.mime;

import dev.agentpost.mail.mailboxstore.MessageSource.Body;
import dev.agentpost.mail.mime.MessagePart.OctetRange;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** What octets there are in the parts of a message. Filled in while the message is read once, nothing of it is kept. */
final class OctetCensus {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int FIRST_CONTINUATION = 0x80;
    private static final int FIRST_LEAD_OF_TWO = 0xC2;
    private static final int FIRST_LEAD_OF_THREE = 0xE0;
    private static final int FIRST_LEAD_OF_FOUR = 0xF0;
    private static final int FIRST_NEVER_USED = 0xF5;

    private final Map<Long, Count> before = new HashMap<>();
    private long high;
    private long longLines;
    private long notUtf8;
    private int lineLength;
    private int continuations;

    private OctetCensus() {}

    /**
     * @param high octets above 127
     * @param longLines lines that are too long for mail
     * @param notUtf8 octets that are not where UTF-8 has them; those of overlong forms and surrogates are not noticed
     */
    record Count(long high, long longLines, long notUtf8) {
        private Count minus(Count other) {
            return new Count(high - other.high, longLines - other.longLines, notUtf8 - other.notUtf8);
        }
    }

    static OctetCensus of(MessagePart message, Body octets) throws IOException {
        TreeSet<Long> cuts = new TreeSet<>();
        collect(message, cuts);
        OctetCensus census = new OctetCensus();
        try (InputStream in = octets.open()) {
            census.read(in, cuts);
        }
        return census;
    }

    private static void collect(MessagePart part, TreeSet<Long> cuts) {
        cuts.add(part.header().start());
        cuts.add(part.body().start());
        cuts.add(part.body().end());
        part.children().forEach(child -> collect(child, cuts));
        part.embedded().ifPresent(embedded -> collect(embedded, cuts));
    }

    private void read(InputStream in, TreeSet<Long> cuts) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long position = 0;
        for (long cut : cuts) {
            while (position < cut) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, cut - position));
                if (count < 0) {
                    break;
                }
                for (int i = 0; i < count; i++) {
                    take(buffer[i] & 0xff);
                }
                position += count;
            }
            before.put(cut, new Count(high, longLines, notUtf8));
        }
    }

    private void take(int octet) {
        lineLength = octet == '\r' || octet == '\n' ? 0 : lineLength + 1;
        if (lineLength == SevenBit.MAX_LINE + 1) {
            longLines++;
        }
        high += octet >= FIRST_CONTINUATION ? 1 : 0;
        boolean isContinuation = octet >= FIRST_CONTINUATION && octet < FIRST_LEAD_OF_TWO;
        if (isContinuation != continuations > 0 || octet >= FIRST_NEVER_USED) {
            notUtf8++;
        }
        continuations = isContinuation ? Math.max(0, continuations - 1) : continuations(octet);
    }

    private static int continuations(int octet) {
        if (octet < FIRST_LEAD_OF_TWO) {
            return 0;
        }
        return octet < FIRST_LEAD_OF_THREE ? 1 : octet < FIRST_LEAD_OF_FOUR ? 2 : 3;
    }

    /** @param range of a header, a body or both of them */
    Count in(OctetRange range) {
        return before.get(range.end()).minus(before.get(range.start()));
    }
}
