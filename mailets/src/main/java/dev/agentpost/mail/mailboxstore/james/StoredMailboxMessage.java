package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.apache.james.mailbox.store.streaming.CountingInputStream;

/**
 * A message as James has it, on a row of ours. What is not in the row is found in the content when it is asked for. As
 * James's own, not safe for use by several threads.
 */
final class StoredMailboxMessage implements MailboxMessage {
    private final StoredMessage row;
    private final MailboxId origin;
    private final MailboxId mailboxId;
    private final MessageContent content;
    private MessageUid uid;
    private ModSeq modSeq;
    private Flags flags;
    private Date saveDate;
    private Properties properties;

    StoredMailboxMessage(StoredMessage row, MailboxId mailboxId, MessageContent content) {
        this(row, mailboxId, mailboxId, content);
    }

    private StoredMailboxMessage(StoredMessage row, MailboxId origin, MailboxId mailboxId, MessageContent content) {
        this.row = row;
        this.origin = origin;
        this.mailboxId = mailboxId;
        this.content = content;
        this.uid = MessageUid.of(row.uid());
        this.modSeq = ModSeq.of(row.modSeq());
        this.flags = JamesFlags.of(row.flags(), false);
        this.saveDate = Date.from(row.saveDate());
    }

    StoredMessage row() {
        return row;
    }

    /** The mailbox that has the row. */
    MailboxId origin() {
        return origin;
    }

    @Override
    public MailboxMessage copy(Mailbox mailbox) {
        return new StoredMailboxMessage(row, origin, mailbox.getMailboxId(), content);
    }

    @Override
    public MessageId getMessageId() {
        return new ContentMessageId(row.contentId());
    }

    @Override
    public ThreadId getThreadId() {
        return ThreadId.fromBaseMessageId(getMessageId());
    }

    @Override
    public ComposedMessageIdWithMetaData getComposedMessageIdWithMetaData() {
        return ComposedMessageIdWithMetaData.builder()
                .modSeq(modSeq)
                .flags(createFlags())
                .composedMessageId(new ComposedMessageId(mailboxId, getMessageId(), uid))
                .threadId(getThreadId())
                .build();
    }

    @Override
    public MailboxId getMailboxId() {
        return mailboxId;
    }

    @Override
    public MessageUid getUid() {
        return uid;
    }

    @Override
    public void setUid(MessageUid uid) {
        this.uid = uid;
    }

    @Override
    public ModSeq getModSeq() {
        return modSeq;
    }

    @Override
    public void setModSeq(ModSeq modSeq) {
        this.modSeq = modSeq;
    }

    @Override
    public boolean isAnswered() {
        return flags.contains(Flags.Flag.ANSWERED);
    }

    @Override
    public boolean isDeleted() {
        return flags.contains(Flags.Flag.DELETED);
    }

    @Override
    public boolean isDraft() {
        return flags.contains(Flags.Flag.DRAFT);
    }

    @Override
    public boolean isFlagged() {
        return flags.contains(Flags.Flag.FLAGGED);
    }

    @Override
    public boolean isRecent() {
        return flags.contains(Flags.Flag.RECENT);
    }

    @Override
    public boolean isSeen() {
        return flags.contains(Flags.Flag.SEEN);
    }

    @Override
    public void setFlags(Flags flags) {
        this.flags = new Flags(flags);
    }

    @Override
    public Flags createFlags() {
        return new Flags(flags);
    }

    @Override
    public void setSaveDate(Date saveDate) {
        this.saveDate = saveDate;
    }

    @Override
    public Optional<Date> getSaveDate() {
        return Optional.of(saveDate);
    }

    @Override
    public Date getInternalDate() {
        return Date.from(row.internalDate());
    }

    @Override
    public long getFullContentOctets() {
        return row.sizeBytes();
    }

    @Override
    public long getHeaderOctets() {
        return row.headerBytes();
    }

    @Override
    public long getBodyOctets() {
        return row.sizeBytes() - row.headerBytes();
    }

    @Override
    public InputStream getHeaderContent() {
        return content.header();
    }

    @Override
    public InputStream getBodyContent() {
        return content.body();
    }

    @Override
    public InputStream getFullContent() {
        return content.full();
    }

    @Override
    public String getMediaType() {
        return getProperties().getMediaType();
    }

    @Override
    public String getSubType() {
        return getProperties().getSubType();
    }

    /** Null, as James has it, when the message is no text. */
    @Override
    public Long getTextualLineCount() {
        if (!TopLevelPart.isText(getProperties())) {
            return null;
        }
        try (CountingInputStream lines = new CountingInputStream(content.body())) {
            lines.readAll();
            return (long) lines.getLineCount();
        } catch (IOException e) {
            throw new UncheckedIOException("the lines of message " + uid + " cannot be counted", e);
        }
    }

    @Override
    public Properties getProperties() {
        if (properties == null) {
            properties = TopLevelPart.describe(content.headerBytes()).build();
        }
        return properties;
    }

    @Override
    public List<MessageAttachmentMetadata> getAttachments() {
        return ImmutableList.of();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MailboxMessage message
                && Objects.equals(uid, message.getUid())
                && Objects.equals(mailboxId, message.getMailboxId());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(uid);
    }

    @Override
    public String toString() {
        return "message " + uid + " of folder " + mailboxId;
    }
}
