package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.mail.AttachmentMapper;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.MessageUidProvider;

/** What James's tests of mappers want to know of a store. */
final class StoreMapperProvider implements MapperProvider {
    static final MailboxSession SESSION = MailboxSessionUtil.create(Username.of("alice"));

    private final FolderMapperFactory mappers;
    private final MessageUidProvider uids = new MessageUidProvider();

    StoreMapperProvider(TestStore store) {
        this.mappers = store.mappers();
    }

    @Override
    public List<Capabilities> getSupportedCapabilities() {
        return ImmutableList.of(
                Capabilities.MESSAGE,
                Capabilities.MAILBOX,
                Capabilities.ANNOTATION,
                Capabilities.MOVE,
                Capabilities.UNIQUE_MESSAGE_ID,
                Capabilities.THREAD_SAFE_FLAGS_UPDATE,
                Capabilities.INCREMENTAL_APPLICABLE_FLAGS);
    }

    @Override
    public MailboxMapper createMailboxMapper() {
        return mappers.createMailboxMapper(SESSION);
    }

    @Override
    public MessageMapper createMessageMapper() {
        return mappers.createMessageMapper(SESSION);
    }

    @Override
    public MessageIdMapper createMessageIdMapper() {
        return mappers.createMessageIdMapper(SESSION);
    }

    @Override
    public AttachmentMapper createAttachmentMapper() {
        throw new UnsupportedOperationException("attachments are not stored apart");
    }

    @Override
    public MailboxId generateId() {
        return newMailboxId();
    }

    static MailboxId newMailboxId() {
        return new FolderMailboxId(FolderId.generate());
    }

    @Override
    public MessageId generateMessageId() {
        return new ContentMessageId.Factory().generate();
    }

    /** The store gives another. */
    @Override
    public MessageUid generateMessageUid() {
        return uids.next();
    }

    /** The one that the store is going to give to the next message. */
    @Override
    public ModSeq generateModSeq(Mailbox mailbox) {
        try {
            return highestModSeq(mailbox).next();
        } catch (MailboxException e) {
            return ModSeq.first();
        }
    }

    @Override
    public ModSeq highestModSeq(Mailbox mailbox) throws MailboxException {
        return createMessageMapper().getHighestModSeq(mailbox);
    }

    @Override
    public boolean supportPartialAttachmentFetch() {
        return false;
    }
}
