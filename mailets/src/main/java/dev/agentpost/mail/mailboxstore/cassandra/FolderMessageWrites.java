package dev.agentpost.mail.mailboxstore.cassandra;

import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.CHANGE;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.CLAIM;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.DELIVERY;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.HEAD;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.MESSAGE;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.PAGE;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.VANISHED;

import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.HeldClaim;
import dev.agentpost.mail.mailboxstore.rows.PageBit;
import dev.agentpost.mail.mailboxstore.rows.RowBatch;
import dev.agentpost.mail.mailboxstore.rows.RowBatch.MessageChange;
import dev.agentpost.mail.mailboxstore.rows.RowBatch.PageChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements that write to {@link FolderMessageSchema}, prepared once. A column whose value has not changed is left
 * unset: it keeps its value, and no tombstone is written.
 */
final class FolderMessageWrites {
    private static final String ROW = " WHERE folder_id = :folder_id AND kind = %d AND number = :number AND name = ''";

    private final PreparedStatement insertHead;
    private final PreparedStatement updateHead;
    private final PreparedStatement deleteHead;
    private final PreparedStatement deleteAll;
    private final PreparedStatement updatePage;
    private final PreparedStatement deletePage;
    private final PreparedStatement insertMessage;
    private final PreparedStatement updateMessage;
    private final PreparedStatement deleteMessage;
    private final PreparedStatement deleteMessages;
    private final PreparedStatement insertDelivery;
    private final PreparedStatement insertClaim;
    private final PreparedStatement overwriteClaim;
    private final PreparedStatement insertVanished;
    private final PreparedStatement insertChange;

    FolderMessageWrites(StoreSession session) {
        String head = String.format(ROW, HEAD);
        insertHead = session.prepareConditional("INSERT INTO folder_message (folder_id, kind, number, name, version,"
                + " uid_validity, last_uid, highest_modseq, message_count, unseen_count, bytes)"
                + " VALUES (:folder_id, " + HEAD + ", :number, '', :version,"
                + " :uid_validity, :last_uid, :highest_modseq, :message_count, :unseen_count, :bytes) IF NOT EXISTS");
        updateHead = session.prepareConditional("UPDATE folder_message SET version = :version, last_uid = :last_uid,"
                + " highest_modseq = :highest_modseq, message_count = :message_count, unseen_count = :unseen_count,"
                + " bytes = :bytes, keywords = :keywords" + head + " IF version = :expected");
        deleteHead = session.prepareConditional("DELETE FROM folder_message" + head + " IF version = :expected");
        deleteAll = session.prepareConditional(
                "DELETE FROM folder_message WHERE folder_id = :folder_id AND kind > " + HEAD + " AND kind <= " + CLAIM);
        updatePage = session.prepareConditional("UPDATE folder_message SET "
                + Stream.of(PageBit.values())
                        .map(FolderMessageRow::column)
                        .map(column -> column + " = :" + column)
                        .collect(Collectors.joining(", "))
                + String.format(ROW, PAGE));
        deletePage = session.prepareConditional("DELETE FROM folder_message" + String.format(ROW, PAGE));
        insertMessage = session.prepareConditional(
                "INSERT INTO folder_message (folder_id, kind, number, name,"
                        + " content_id, modseq, system_flags, keywords, internal_date, save_date, bytes, header_bytes)"
                        + " VALUES (:folder_id, " + MESSAGE + ", :number, '',"
                        + " :content_id, :modseq, :system_flags, :keywords, :internal_date, :save_date, :bytes, :header_bytes)");
        updateMessage = session.prepareConditional("UPDATE folder_message SET modseq = :modseq,"
                + " system_flags = :system_flags, keywords = :keywords" + String.format(ROW, MESSAGE));
        deleteMessage = session.prepareConditional("DELETE FROM folder_message" + String.format(ROW, MESSAGE));
        deleteMessages =
                session.prepareConditional("DELETE FROM folder_message WHERE folder_id = :folder_id AND kind = "
                        + MESSAGE + " AND number >= :first AND number <= :last");
        insertDelivery = session.prepareConditional("INSERT INTO folder_message (folder_id, kind, number, name, uid)"
                + " VALUES (:folder_id, " + DELIVERY + ", 0, :name, :uid) IF NOT EXISTS USING TTL "
                + FolderMessages.DELIVERY_MEMORY.toSeconds());
        String claim = "INSERT INTO folder_message (folder_id, kind, number, name, uid, held_by, bcc)"
                + " VALUES (:folder_id, " + CLAIM + ", 0, :name, :uid, :held_by, :bcc)%s USING TTL "
                + FolderMessages.DELIVERY_MEMORY.toSeconds();
        insertClaim = session.prepareConditional(String.format(claim, " IF NOT EXISTS"));
        overwriteClaim = session.prepareConditional(String.format(claim, ""));
        insertVanished = session.prepareConditional("INSERT INTO folder_message (folder_id, kind, number, name, uids)"
                + " VALUES (:folder_id, " + VANISHED + ", :number, '', :uids) USING TTL "
                + FolderMessages.VANISHED_MEMORY.toSeconds());
        insertChange =
                session.prepareConditional("INSERT INTO folder_message (folder_id, kind, number, name, change_id)"
                        + " VALUES (:folder_id, " + CHANGE + ", :number, '', :change_id) USING TTL "
                        + Duration.ofHours(FolderRows.CHANGE_MEMORY_HOURS).toSeconds());
    }

    List<BatchableStatement<?>> creation(FolderId folder, FolderHead head) {
        return List.of(counters(bind(insertHead, folder, 0), head).setLong("uid_validity", head.uidValidity()));
    }

    List<BatchableStatement<?>> deletion(FolderId folder, long version) {
        return List.of(
                bind(deleteHead, folder, 0).setLong("expected", version),
                deleteAll.bind().setUuid("folder_id", folder.value()));
    }

    List<BatchableStatement<?>> statements(FolderId folder, RowBatch batch) {
        List<BatchableStatement<?>> statements = new ArrayList<>();
        statements.add(head(folder, batch.before(), batch.after()));
        statements.add(change(folder, batch.after().version(), batch.changeId()));
        batch.pages().forEach(page -> statements.add(page(folder, page)));
        batch.removedPages().forEach(number -> statements.add(bind(deletePage, folder, number)));
        batch.added().forEach(message -> statements.add(added(folder, message)));
        batch.changed().forEach(change -> statements.add(changed(folder, change)));
        batch.deliveries().forEach((id, uid) -> statements.add(delivery(folder, id, uid)));
        batch.claims()
                .forEach((name, held) -> statements.add(
                        claim(batch.freeClaims().contains(name) ? insertClaim : overwriteClaim, folder, name, held)));
        batch.removed().forEach(range -> statements.add(removed(folder, range)));
        batch.vanished().ifPresent(vanished -> statements.add(vanished(folder, vanished)));
        return statements;
    }

    private BoundStatement head(FolderId folder, FolderHead before, FolderHead after) {
        BoundStatement update = counters(bind(updateHead, folder, 0), after).setLong("expected", before.version());
        return withKeywords(update, before.keywords(), after.keywords());
    }

    private static BoundStatement counters(BoundStatement statement, FolderHead head) {
        return statement
                .setLong("version", head.version())
                .setLong("last_uid", head.lastUid())
                .setLong("highest_modseq", head.highestModSeq())
                .setLong("message_count", head.messageCount())
                .setLong("unseen_count", head.unseenCount())
                .setLong("bytes", head.sizeBytes());
    }

    private BoundStatement change(FolderId folder, long version, UUID changeId) {
        return bind(insertChange, folder, version).setUuid("change_id", changeId);
    }

    private BoundStatement page(FolderId folder, PageChange change) {
        BoundStatement update = bind(updatePage, folder, change.after().number());
        for (var bitmap : change.after().changedSince(change.before()).entrySet()) {
            update = update.setByteBuffer(FolderMessageRow.column(bitmap.getKey()), bitmap.getValue());
        }
        return update;
    }

    private BoundStatement added(FolderId folder, StoredMessage message) {
        BoundStatement insert = bind(insertMessage, folder, message.uid())
                .setUuid("content_id", message.contentId().value())
                .setLong("modseq", message.modSeq())
                .setByte("system_flags", systemFlags(message.flags()))
                .setInstant("internal_date", message.internalDate())
                .setInstant("save_date", message.saveDate())
                .setLong("bytes", message.sizeBytes())
                .setInt("header_bytes", message.headerBytes());
        return withKeywords(insert, Set.of(), message.flags().keywords());
    }

    private BoundStatement changed(FolderId folder, MessageChange change) {
        BoundStatement update = bind(updateMessage, folder, change.after().uid())
                .setLong("modseq", change.after().modSeq())
                .setByte("system_flags", systemFlags(change.after().flags()));
        return withKeywords(
                update,
                change.before().flags().keywords(),
                change.after().flags().keywords());
    }

    private static byte systemFlags(MessageFlags flags) {
        return (byte) flags.systemBits();
    }

    private BoundStatement delivery(FolderId folder, DeliveryId id, long uid) {
        return insertDelivery
                .bind()
                .setUuid("folder_id", folder.value())
                .setString("name", id.value())
                .setLong("uid", uid);
    }

    private static BoundStatement claim(PreparedStatement insert, FolderId folder, String name, HeldClaim held) {
        return insert.bind()
                .setUuid("folder_id", folder.value())
                .setString("name", name)
                .setLong("uid", held.uid())
                .setString("held_by", held.heldBy().orElse(""))
                .setString("bcc", held.bcc());
    }

    private BoundStatement removed(FolderId folder, UidRange range) {
        return range.first() == range.last()
                ? bind(deleteMessage, folder, range.first())
                : deleteMessages
                        .bind()
                        .setUuid("folder_id", folder.value())
                        .setLong("first", range.first())
                        .setLong("last", range.last());
    }

    private BoundStatement vanished(FolderId folder, Vanished vanished) {
        return bind(insertVanished, folder, vanished.modSeq()).setString("uids", UidRangesText.format(vanished.uids()));
    }

    private static BoundStatement withKeywords(BoundStatement statement, Set<String> before, Set<String> after) {
        return before.equals(after) ? statement : statement.setSet("keywords", after, String.class);
    }

    private static BoundStatement bind(PreparedStatement statement, FolderId folder, long number) {
        return statement.bind().setUuid("folder_id", folder.value()).setLong("number", number);
    }
}
