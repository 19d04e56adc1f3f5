package dev.agentpost.mail.trash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.agentpost.mail.folder.ExpungeMode;
import dev.agentpost.mail.folder.ExpungePolicy;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.FlagsUpdate;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryEnvelopeStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryMoveIntentStore;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.mailboxstore.rows.RowUsedContents;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.utils.UpdatableTickingClock;
import reactor.core.publisher.Mono;

/** Folders in memory, of {@link #ALICE} unless said otherwise. Time stands still unless the test moves it. */
public final class InboxWithTrash implements AutoCloseable {
    public static final String ALICE = "alice@example.com";

    static final MessageFlags MARKED = new MessageFlags(Set.of(SystemFlag.DELETED), Set.of());
    static final MessageFlags READ =
            new MessageFlags(Set.of(SystemFlag.SEEN, SystemFlag.FLAGGED, SystemFlag.ANSWERED), Set.of("work"));

    private static final byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] BODY = "Hello.\r\n".getBytes(US_ASCII);
    public static final int MESSAGE_BYTES = HEADER.length + BODY.length;

    // contents are as old as their ids say
    final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.now());
    final FolderStore names = new MemoryFolderStore();
    final FolderRows rows = new MemoryFolderRows();
    final FolderMessages messages = new RowFolderMessages(rows, LaneLimits.DEFAULT, clock);
    final CountingContents contents = new CountingContents(new MemoryContentStore(clock));
    final MessageFiling filing =
            new MessageFiling(messages, contents, new MemoryEnvelopeStore(), new MemoryMoveIntentStore(), clock);
    final TrashCopies copies = new TrashCopies(contents, new RowUsedContents(rows, messages));
    final List<StoredMessage> told = Collections.synchronizedList(new ArrayList<>());

    final Folder inbox = folder(ALICE, "INBOX");
    public final Folder trash = folder(ALICE, "Trash");

    public Folder folder(String owner, String name) {
        Folder folder = new Folder(FolderId.generate(), owner, name, 1);
        messages.create(folder.id(), folder.uidValidity()).block();
        names.create(folder).block();
        return folder;
    }

    Expunging expunging(ExpungeMode mode) {
        return new Expunging(
                new ExpungePolicy(mode),
                names,
                new OtherFolders(names, contents, new RowUsedContents(rows, messages)),
                copies,
                filing,
                clock);
    }

    public TrashEmptying emptying(Duration retention) {
        return new TrashEmptying(
                retention,
                names,
                messages,
                filing,
                (folder, gone) -> Mono.fromRunnable(() -> told.addAll(gone)),
                clock);
    }

    public UpdatableTickingClock clock() {
        return clock;
    }

    public void pass(Duration time) {
        clock.setInstant(clock.instant().plus(time));
    }

    /** Dated long ago. */
    public StoredMessage append(Folder folder) {
        return append(folder, MessageFlags.NONE);
    }

    StoredMessage append(Folder folder, MessageFlags flags) {
        MessageSource source = new MessageSource(HEADER, () -> new ByteArrayInputStream(BODY), BODY.length);
        MessageFiling.Options options = new MessageFiling.Options(
                Optional.empty(), flags, true, Instant.EPOCH, clock.instant(), Optional.of(ContentId.generate()));
        return message(
                folder, filing.append(folder.id(), source, options).block().uid());
    }

    StoredMessage copy(Folder from, StoredMessage message, Folder to) {
        return message(
                to,
                filing.copy(from.id(), List.of(message), to.id(), clock.instant())
                        .block()
                        .get(0)
                        .uid());
    }

    StoredMessage mark(Folder folder, StoredMessage message) {
        messages.updateFlags(
                        folder.id(),
                        List.of(UidRange.one(message.uid())),
                        new FlagsUpdate(FlagsUpdate.Mode.ADD, MARKED))
                .block();
        return message(folder, message.uid());
    }

    private StoredMessage message(Folder folder, long uid) {
        return messages.list(folder.id(), UidRange.one(uid)).blockFirst();
    }

    public List<StoredMessage> messages(Folder folder) {
        return messages.list(folder.id(), UidRange.ALL).collectList().block();
    }

    @Override
    public void close() {
        filing.close();
    }
}
