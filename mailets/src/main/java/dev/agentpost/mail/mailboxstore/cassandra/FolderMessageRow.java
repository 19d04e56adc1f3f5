package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.Vanished;
import dev.agentpost.mail.mailboxstore.rows.FolderPages;
import dev.agentpost.mail.mailboxstore.rows.HeldClaim;
import dev.agentpost.mail.mailboxstore.rows.Page;
import dev.agentpost.mail.mailboxstore.rows.PageBit;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of {@link FolderMessageSchema} as values, and the columns of each. */
final class FolderMessageRow {
    static final String HEAD_COLUMNS =
            "version, uid_validity, last_uid, highest_modseq, message_count, unseen_count, bytes, keywords";
    static final String PAGE_COLUMNS =
            Stream.of(PageBit.values()).map(FolderMessageRow::column).collect(Collectors.joining(", "));
    static final String CLAIM_COLUMNS = "name, uid, held_by, bcc";
    static final String MESSAGE_COLUMNS =
            "number, content_id, modseq, system_flags, keywords, internal_date, save_date, bytes, header_bytes";

    private FolderMessageRow() {}

    static String column(PageBit bit) {
        return bit.name().toLowerCase(Locale.ROOT);
    }

    static boolean isOf(byte kind, Row row) {
        return row.getByte("kind") == kind;
    }

    static FolderHead head(Row row) {
        return new FolderHead(
                row.getLong("version"),
                row.getLong("uid_validity"),
                row.getLong("last_uid"),
                row.getLong("highest_modseq"),
                row.getLong("message_count"),
                row.getLong("unseen_count"),
                row.getLong("bytes"),
                row.getSet("keywords", String.class));
    }

    /** By the position of the {@link #MESSAGE_COLUMNS}, as many thousand rows are read at once. */
    static StoredMessage message(Row row) {
        return new StoredMessage(
                row.getLong(0),
                row.getLong(2),
                new ContentId(row.getUuid(1)),
                MessageFlags.of(row.getByte(3), row.isNull(4) ? Set.of() : row.getSet(4, String.class)),
                row.getInstant(5),
                row.getInstant(6),
                row.getLong(7),
                row.getInt(8));
    }

    static Vanished vanished(Row row) {
        return new Vanished(row.getLong("number"), UidRangesText.parse(row.getString("uids")));
    }

    /** By their name. */
    static Map<String, HeldClaim> claims(List<Row> rows) {
        return rows.stream()
                .filter(row -> isOf(FolderMessageSchema.CLAIM, row))
                .collect(Collectors.toMap(row -> row.getString("name"), FolderMessageRow::claim));
    }

    private static HeldClaim claim(Row row) {
        String heldBy = row.getString("held_by");
        return new HeldClaim(row.getLong("uid"), Optional.of(heldBy).filter(id -> !id.isEmpty()), row.getString("bcc"));
    }

    /** @param rows of head, pages and claims; no folder without the head */
    static Optional<FolderPages> folder(List<Row> rows, Collection<Long> emptyPages) {
        NavigableMap<Long, Page> pages = new TreeMap<>();
        emptyPages.forEach(number -> pages.put(number, Page.empty(number)));
        rows.stream()
                .filter(row -> isOf(FolderMessageSchema.PAGE, row))
                .map(FolderMessageRow::page)
                .forEach(page -> pages.put(page.number(), page));
        return rows.stream()
                .filter(row -> isOf(FolderMessageSchema.HEAD, row))
                .findFirst()
                .map(row -> new FolderPages(head(row), pages, claims(rows)));
    }

    private static Page page(Row row) {
        Map<PageBit, ByteBuffer> bitmaps = new EnumMap<>(PageBit.class);
        for (PageBit bit : PageBit.values()) {
            ByteBuffer bitmap = row.getByteBuffer(column(bit));
            if (bitmap != null) {
                bitmaps.put(bit, bitmap);
            }
        }
        return Page.of(row.getLong("number"), bitmaps);
    }
}
