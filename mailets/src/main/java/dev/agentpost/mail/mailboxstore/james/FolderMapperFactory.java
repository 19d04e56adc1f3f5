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

/** The same mappers for every session that has the same {@link SessionRights}: they know nothing else of one. */
public final class FolderMapperFactory extends MailboxSessionMapperFactory {
    private final Mapper<MailboxMapper> mailboxes;
    private final Mapper<MessageMapper> messages;
    private final Mapper<MessageIdMapper> messageIds;
    private final SubscriptionMapper subscriptions;
    private final Mapper<AnnotationMapper> annotations;

    private record Mapper<T>(T unlimited, T limited) {
        static <T> Mapper<T> of(Class<T> type, T unlimited) {
            return new Mapper<>(unlimited, ReadAndMark.of(type, unlimited));
        }

        T of(MailboxSession session) {
            return switch (SessionRights.of(session)) {
                case ALL -> unlimited;
                case READ_AND_MARK -> limited;
            };
        }
    }

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
        this.mailboxes = Mapper.of(MailboxMapper.class, new FolderMailboxMapper(names, folders));
        this.messages = Mapper.of(MessageMapper.class, new FolderMessageMapper(messages, contents, filing, clock));
        this.messageIds =
                Mapper.of(MessageIdMapper.class, new FolderMessageIdMapper(messages, contents, filing, clock));
        this.subscriptions = new FolderSubscriptionMapper(subscriptions);
        this.annotations = Mapper.of(AnnotationMapper.class, new FolderAnnotationMapper(annotations));
    }

    @Override
    public MessageMapper createMessageMapper(MailboxSession session) {
        return messages.of(session);
    }

    @Override
    public MessageMapper getMessageMapper(MailboxSession session) {
        return messages.of(session);
    }

    @Override
    public MessageIdMapper createMessageIdMapper(MailboxSession session) {
        return messageIds.of(session);
    }

    @Override
    public MessageIdMapper getMessageIdMapper(MailboxSession session) {
        return messageIds.of(session);
    }

    @Override
    public MailboxMapper createMailboxMapper(MailboxSession session) {
        return mailboxes.of(session);
    }

    @Override
    public MailboxMapper getMailboxMapper(MailboxSession session) {
        return mailboxes.of(session);
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
        return annotations.of(session);
    }

    @Override
    public AnnotationMapper getAnnotationMapper(MailboxSession session) {
        return annotations.of(session);
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
