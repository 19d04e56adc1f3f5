package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.AnnotationStore;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.Folders;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.SubscriptionStore;
import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.user.SubscriptionMapper;

/** The same mappers for every session: they know nothing of one. */
public final class FolderMapperFactory extends MailboxSessionMapperFactory {
    private final MailboxMapper mailboxes;
    private final MessageMapper messages;
    private final MessageIdMapper messageIds;
    private final SubscriptionMapper subscriptions;
    private final AnnotationMapper annotations;

    @Inject
    public FolderMapperFactory(
            FolderStore names,
            Folders folders,
            FolderMessages messages,
            ContentStore contents,
            MessageFiling filing,
            SubscriptionStore subscriptions,
            AnnotationStore annotations,
            Clock clock) {
        this.mailboxes = new FolderMailboxMapper(names, folders);
        this.messages = new FolderMessageMapper(messages, contents, filing, clock);
        this.messageIds = new FolderMessageIdMapper(messages, contents, filing, clock);
        this.subscriptions = new FolderSubscriptionMapper(subscriptions);
        this.annotations = new FolderAnnotationMapper(annotations);
    }

    @Override
    public MessageMapper createMessageMapper(MailboxSession session) {
        return messages;
    }

    @Override
    public MessageMapper getMessageMapper(MailboxSession session) {
        return messages;
    }

    @Override
    public MessageIdMapper createMessageIdMapper(MailboxSession session) {
        return messageIds;
    }

    @Override
    public MessageIdMapper getMessageIdMapper(MailboxSession session) {
        return messageIds;
    }

    @Override
    public MailboxMapper createMailboxMapper(MailboxSession session) {
        return mailboxes;
    }

    @Override
    public MailboxMapper getMailboxMapper(MailboxSession session) {
        return mailboxes;
    }

    @Override
    public SubscriptionMapper createSubscriptionMapper(MailboxSession session) {
        return subscriptions;
    }

    @Override
    public SubscriptionMapper getSubscriptionMapper(MailboxSession session) {
        return subscriptions;
    }

    @Override
    public AnnotationMapper createAnnotationMapper(MailboxSession session) {
        return annotations;
    }

    @Override
    public AnnotationMapper getAnnotationMapper(MailboxSession session) {
        return annotations;
    }

    @Override
    public UidProvider getUidProvider() {
        throw new UnsupportedOperationException("a UID is given by the write that stores the message");
    }

    @Override
    public ModSeqProvider getModSeqProvider() {
        throw new UnsupportedOperationException("a modification sequence is given by the write that makes the change");
    }
}
