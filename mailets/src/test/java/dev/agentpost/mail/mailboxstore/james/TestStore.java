package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.folder.ExpungeMode;
import dev.agentpost.mail.folder.ExpungePolicy;
import dev.agentpost.mail.mailboxstore.AnnotationStore;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.Folders;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MoveIntentStore;
import dev.agentpost.mail.mailboxstore.SubscriptionStore;
import dev.agentpost.mail.mailboxstore.UsedContents;
import dev.agentpost.mail.mailboxstore.memory.MemoryAnnotationStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryEnvelopeStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryMoveIntentStore;
import dev.agentpost.mail.mailboxstore.memory.MemorySubscriptionStore;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.mailboxstore.rows.RowUsedContents;
import dev.agentpost.mail.trash.Expunging;
import dev.agentpost.mail.trash.OtherFolders;
import dev.agentpost.mail.trash.TrashCopies;
import java.time.Clock;

/** A whole mailbox store for a test. */
record TestStore(
        FolderStore names,
        FolderMessages messages,
        ContentStore contents,
        EnvelopeStore envelopes,
        MessageFiling filing,
        Folders folders,
        SubscriptionStore subscriptions,
        AnnotationStore annotations,
        UsedContents latest,
        Clock clock) {

    static TestStore inMemory(Clock clock) {
        return of(
                new MemoryFolderStore(),
                new MemoryFolderRows(),
                new MemoryContentStore(clock),
                new MemoryEnvelopeStore(),
                new MemoryMoveIntentStore(),
                new MemorySubscriptionStore(),
                new MemoryAnnotationStore(),
                clock);
    }

    static TestStore of(
            FolderStore names,
            FolderRows rows,
            ContentStore contents,
            EnvelopeStore envelopes,
            MoveIntentStore intents,
            SubscriptionStore subscriptions,
            AnnotationStore annotations,
            Clock clock) {
        FolderMessages messages = new RowFolderMessages(rows, LaneLimits.DEFAULT, clock);
        MessageFiling filing = new MessageFiling(messages, contents, envelopes, intents, clock);
        Folders folders = new Folders(names, messages, annotations, filing);
        return new TestStore(
                names,
                messages,
                contents,
                envelopes,
                filing,
                folders,
                subscriptions,
                annotations,
                new RowUsedContents(rows, messages),
                clock);
    }

    TrashCopies trashCopies() {
        return new TrashCopies(contents, latest);
    }

    Expunging expunging(ExpungeMode mode, TrashCopies copies) {
        return new Expunging(
                new ExpungePolicy(mode), names, new OtherFolders(names, contents, latest), copies, filing, clock);
    }

    FolderMapperFactory mappers() {
        return new FolderMapperFactory(names, folders, messages, contents, filing, subscriptions, annotations, clock);
    }
}
