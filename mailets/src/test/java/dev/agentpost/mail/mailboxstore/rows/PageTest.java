package dev.agentpost.mail.mailboxstore.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final MessageFlags SEEN = new MessageFlags(Set.of(SystemFlag.SEEN), Set.of());
    private static final Page EMPTY = Page.empty(2);

    @Test
    void pageShouldHoldItsOwnUidsOnly() {
        Page page = EMPTY.with(PageBit.LIVE, 2048, true).with(PageBit.LIVE, 3071, true);

        assertThat(page.uids(PageBit.LIVE)).containsExactly(2048L, 3071L);
        assertThat(page.has(PageBit.LIVE, 2048)).isTrue();
        assertThat(page.has(PageBit.LIVE, 1024)).isFalse();
        assertThat(page.has(PageBit.LIVE, 3072)).isFalse();
    }

    @Test
    void changeShouldLeaveTheOldPageAsItWas() {
        Page before = EMPTY.with(PageBit.LIVE, 2050, true);

        before.withFlags(2050, SEEN);

        assertThat(before.unseen()).containsExactly(2050L);
    }

    @Test
    void unseenShouldLeaveOutTheSeen() {
        Page page = EMPTY.with(PageBit.LIVE, 2050, true)
                .with(PageBit.LIVE, 2051, true)
                .withFlags(2050, SEEN);

        assertThat(page.unseen()).containsExactly(2051L);
    }

    @Test
    void withoutShouldTakeEveryBit() {
        Page page = EMPTY.with(PageBit.LIVE, 2050, true)
                .with(PageBit.RECENT, 2050, true)
                .withFlags(2050, SEEN);

        assertThat(page.without(2050)).isEqualTo(EMPTY);
    }

    @Test
    void bitmapsShouldGiveThePageAgain() {
        Page page = EMPTY.with(PageBit.LIVE, 2050, true).with(PageBit.RECENT, 3000, true);
        Map<PageBit, ByteBuffer> bitmaps = new EnumMap<>(PageBit.class);
        for (PageBit bit : PageBit.values()) {
            bitmaps.put(bit, page.bitmap(bit));
        }

        assertThat(Page.of(2, bitmaps)).isEqualTo(page);
    }

    @Test
    void bitmapShouldEndWithItsLastUid() {
        assertThat(EMPTY.with(PageBit.LIVE, 2050, true).bitmap(PageBit.LIVE))
                .isEqualTo(ByteBuffer.wrap(new byte[] {0b100}));
        assertThat(EMPTY.bitmap(PageBit.LIVE).remaining()).isZero();
    }

    @Test
    void changedSinceShouldNameOtherBitmapsOnly() {
        Page before = EMPTY.with(PageBit.LIVE, 2050, true).with(PageBit.RECENT, 2050, true);

        assertThat(before.withoutAny(PageBit.RECENT).changedSince(before)).containsOnlyKeys(PageBit.RECENT);
        assertThat(before.changedSince(before)).isEmpty();
    }
}
