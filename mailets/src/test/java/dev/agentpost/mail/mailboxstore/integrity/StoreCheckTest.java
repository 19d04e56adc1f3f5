package dev.agentpost.mail.mailboxstore.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.UidIndex;
import dev.agentpost.mail.mailboxstore.integrity.Finding.Kind;
import dev.agentpost.mail.mailboxstore.integrity.StoreCheck.Depth;
import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderStore;
import dev.agentpost.mail.mailboxstore.rows.FolderPages;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.FolderRowsAudit;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.Page;
import dev.agentpost.mail.mailboxstore.rows.PageBit;
import dev.agentpost.mail.mailboxstore.rows.RowBatch;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.mailboxstore.rows.WriteOutcome;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Folder INBOX = new Folder(FolderId.generate(), "alice@example.com", "INBOX", 7);
    private static final byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] BODY = "Hello.\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final StoreCheck.Progress IGNORED = (folder, messages) -> {};

    private final FolderRows rows = new MemoryFolderRows();
    private final FolderMessages folders = new RowFolderMessages(rows, LaneLimits.DEFAULT, Clock.systemUTC());
    private final ContentStore contents = new MemoryContentStore(Clock.systemUTC());
    private final FolderStore names = new MemoryFolderStore();
    private final StoreCheck check = new StoreCheck(names, new FolderRowsAudit(rows), folders, contents);

    @BeforeEach
    void makeInbox() {
        folders.create(INBOX.id(), INBOX.uidValidity()).block();
        names.create(INBOX).block();
    }

    @Test
    void checkShouldFindNothingInASoundStore() {
        append(3);
        folders.expunge(INBOX.id(), List.of(2L)).block();

        assertThat(findings(false, Depth.BODIES)).isEmpty();
    }

    @Test
    void checkShouldTellWhatItWentThrough() {
        append(3);
        List<String> done = new ArrayList<>();

        check.run(options(false, Depth.HEADERS), (folder, messages) -> done.add(folder.name() + " " + messages))
                .blockLast();

        assertThat(done).containsExactly("INBOX 3");
    }

    @Test
    void checkShouldFindWrongCounters() {
        append(2);
        corruptCounters();

        assertThat(findings(false, Depth.COUNTERS))
                .extracting(Finding::kind, Finding::detail, Finding::repaired)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Kind.COUNTERS, "unseen_count is 12, should be 2", false));
    }

    @Test
    void repairShouldMakeCountersRight() {
        append(2);
        corruptCounters();

        assertThat(findings(true, Depth.COUNTERS)).extracting(Finding::repaired).containsOnly(true);

        assertThat(folders.head(INBOX.id()).block().unseenCount()).isEqualTo(2);
        assertThat(findings(false, Depth.COUNTERS)).isEmpty();
    }

    @Test
    void repairShouldMakeTheIndexRightAndKeepRecent() {
        append(2);
        corruptIndex();

        assertThat(findings(true, Depth.COUNTERS)).extracting(Finding::kind).containsExactly(Kind.INDEX);

        UidIndex index = folders.index(INBOX.id()).block();
        assertThat(index.live()).containsExactly(1L, 2L);
        assertThat(index.recent()).containsExactly(1L, 2L);
        assertThat(findings(false, Depth.COUNTERS)).isEmpty();
    }

    @Test
    void aFolderShouldBeUsableAfterItsRepair() {
        append(2);
        corruptCounters();
        findings(true, Depth.COUNTERS);

        append(1);

        assertThat(folders.head(INBOX.id()).block().messageCount()).isEqualTo(3);
        assertThat(findings(false, Depth.BODIES)).isEmpty();
    }

    @Test
    void checkShouldFindAMessageWithoutContent() {
        ContentId missing = ContentId.generate();
        folders.append(INBOX.id(), message(missing)).block();

        assertThat(findings(true, Depth.HEADERS))
                .filteredOn(finding -> finding.kind() == Kind.CONTENT_MISSING)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.uid()).contains(1L);
                    assertThat(finding.detail()).contains(missing.toString());
                    assertThat(finding.repaired()).isFalse();
                });
    }

    @Test
    void repairShouldRecordAPlaceThatTheContentDoesNotKnow() {
        ContentId content = ContentId.generate();
        contents.save(content, FolderId.generate(), HEADER, new ByteArrayInputStream(BODY), BODY.length)
                .block();
        folders.append(INBOX.id(), message(content)).block();

        assertThat(findings(true, Depth.HEADERS)).extracting(Finding::kind).containsExactly(Kind.PLACE_MISSING);

        assertThat(findings(false, Depth.HEADERS)).isEmpty();
    }

    @Test
    void checkShouldFindANameWithoutFolder() {
        names.create(new Folder(FolderId.generate(), INBOX.owner(), "Sent", 8)).block();

        assertThat(findings(true, Depth.COUNTERS)).extracting(Finding::kind).containsExactly(Kind.FOLDER_MISSING);

        assertThat(findings(false, Depth.COUNTERS)).isEmpty();
    }

    @Test
    void checkOfOneInboxShouldLeaveOthersAlone() {
        names.create(new Folder(FolderId.generate(), "bob@example.com", "INBOX", 8))
                .block();

        StoreCheck.Options alice = new StoreCheck.Options(Optional.of(INBOX.owner()), false, Depth.COUNTERS);
        assertThat(check.run(alice, IGNORED).collectList().block()).isEmpty();
    }

    private List<Finding> findings(boolean repair, Depth depth) {
        return check.run(options(repair, depth), IGNORED).collectList().block();
    }

    private static StoreCheck.Options options(boolean repair, Depth depth) {
        return new StoreCheck.Options(Optional.empty(), repair, depth);
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            ContentId content = ContentId.generate();
            contents.save(content, INBOX.id(), HEADER, new ByteArrayInputStream(BODY), BODY.length)
                    .block();
            folders.append(INBOX.id(), message(content)).block();
        }
    }

    private static NewMessage message(ContentId content) {
        return new NewMessage(
                content,
                Optional.empty(),
                MessageFlags.NONE,
                true,
                NOW,
                NOW,
                HEADER.length + BODY.length,
                HEADER.length);
    }

    private void corruptCounters() {
        FolderHead head = folders.head(INBOX.id()).block();
        write(
                new FolderHead(
                        head.version() + 1,
                        head.uidValidity(),
                        head.lastUid(),
                        head.highestModSeq(),
                        head.messageCount(),
                        head.unseenCount() + 10,
                        head.sizeBytes(),
                        head.keywords()),
                List.of());
    }

    private void corruptIndex() {
        FolderPages stored = rows.pages(INBOX.id()).block();
        Page wrong = Page.of(
                0,
                Map.of(
                        PageBit.LIVE, ByteBuffer.wrap(new byte[] {0b1110}),
                        PageBit.RECENT, ByteBuffer.wrap(new byte[] {0b1110})));
        FolderHead head = stored.head();
        write(
                new FolderHead(
                        head.version() + 1,
                        head.uidValidity(),
                        head.lastUid(),
                        head.highestModSeq(),
                        head.messageCount(),
                        head.unseenCount(),
                        head.sizeBytes(),
                        head.keywords()),
                List.of(new RowBatch.PageChange(stored.pages().get(0L), wrong)));
    }

    private void write(FolderHead after, List<RowBatch.PageChange> pages) {
        FolderHead before = folders.head(INBOX.id()).block();
        WriteOutcome outcome = rows.write(
                        INBOX.id(),
                        new RowBatch(
                                UUID.randomUUID(),
                                before,
                                after,
                                pages,
                                List.of(),
                                List.of(),
                                List.of(),
                                Map.of(),
                                Map.of(),
                                Set.of(),
                                List.of(),
                                Optional.empty()))
                .block();
        assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    }
}
