package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Bitmaps of {@value #SIZE} UIDs in a row. Immutable. */
public final class Page {
    public static final int SIZE = 1024;

    private final long number;
    private final BitSet[] bits;

    private Page(long number, BitSet[] bits) {
        this.number = number;
        this.bits = bits;
    }

    public static long numberOf(long uid) {
        return uid / SIZE;
    }

    public static Page empty(long number) {
        BitSet[] bits = new BitSet[PageBit.values().length];
        Arrays.fill(bits, new BitSet(0));
        return new Page(number, bits);
    }

    /** @param bitmaps the lowest UID in the lowest bit of the first byte; zero bytes at the end may be left out */
    public static Page of(long number, Map<PageBit, ByteBuffer> bitmaps) {
        Page page = empty(number);
        bitmaps.forEach((bit, bitmap) -> page.bits[bit.ordinal()] = BitSet.valueOf(bitmap));
        return page;
    }

    public long number() {
        return number;
    }

    public ByteBuffer bitmap(PageBit bit) {
        return ByteBuffer.wrap(bits[bit.ordinal()].toByteArray());
    }

    /** Which bitmaps are others than in that page, with their new value. */
    public Map<PageBit, ByteBuffer> changedSince(Page before) {
        Map<PageBit, ByteBuffer> changed = new EnumMap<>(PageBit.class);
        for (PageBit bit : PageBit.values()) {
            if (!bits[bit.ordinal()].equals(before.bits[bit.ordinal()])) {
                changed.put(bit, bitmap(bit));
            }
        }
        return changed;
    }

    boolean has(PageBit bit, long uid) {
        return numberOf(uid) == number && bits[bit.ordinal()].get(offset(uid));
    }

    boolean hasAny(PageBit bit) {
        return !bits[bit.ordinal()].isEmpty();
    }

    LongStream uids(PageBit bit) {
        return uids(bits[bit.ordinal()]);
    }

    LongStream unseen() {
        BitSet unseen = (BitSet) bits[PageBit.LIVE.ordinal()].clone();
        unseen.andNot(bits[PageBit.SEEN.ordinal()]);
        return uids(unseen);
    }

    Page with(PageBit bit, long uid, boolean value) {
        if (has(bit, uid) == value) {
            return this;
        }
        BitSet changed = (BitSet) bits[bit.ordinal()].clone();
        changed.set(offset(uid), value);
        return with(bit, changed);
    }

    Page withFlags(long uid, MessageFlags flags) {
        Page page = this;
        for (SystemFlag flag : SystemFlag.values()) {
            page = page.with(PageBit.of(flag), uid, flags.has(flag));
        }
        return page;
    }

    Page without(long uid) {
        Page page = this;
        for (PageBit bit : PageBit.values()) {
            page = page.with(bit, uid, false);
        }
        return page;
    }

    Page withoutAny(PageBit bit) {
        return hasAny(bit) ? with(bit, new BitSet(0)) : this;
    }

    private Page with(PageBit bit, BitSet changed) {
        BitSet[] copy = bits.clone();
        copy[bit.ordinal()] = changed;
        return new Page(number, copy);
    }

    private LongStream uids(BitSet set) {
        return set.stream().mapToLong(offset -> number * SIZE + offset);
    }

    private static int offset(long uid) {
        return (int) (uid % SIZE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Page page && page.number == number && Arrays.equals(page.bits, bits);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(bits);
    }

    @Override
    public String toString() {
        return "Page[" + number + ", live=" + bits[PageBit.LIVE.ordinal()] + "]";
    }
}
