package dev.agentpost.mail.mailaccess.imap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.FetchGroup.Profile;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.Headers;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MimeDescriptor;
import org.apache.james.mailbox.model.MimePath;
import org.apache.james.mailbox.model.PartContentDescriptor;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.streaming.PartContentBuilder;
import org.apache.james.mime4j.MimeException;

/** A message of the store with the parts that were asked for, the large ones in files. A part that is missing is empty. */
final class PartedMessage implements MessageResult {
    private static final int MOST_IN_MEMORY = 256 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final MessageResult message;
    private final Map<MimePath, Map<Profile, Content>> contents = new HashMap<>();
    private final Map<MimePath, Map<Profile, List<Header>>> headers = new HashMap<>();
    private Optional<MimeDescriptor> descriptor = Optional.empty();

    PartedMessage(MessageResult message) {
        this.message = message;
    }

    void setMimeDescriptor(MimeDescriptor made) {
        descriptor = Optional.of(made);
    }

    /** Blocks; holds several copies of the part while it reads, and none of a large one afterwards. */
    void read(PartContentDescriptor part) throws MailboxException, IOException, MimeException {
        for (Profile profile : part.profiles()) {
            try (InputStream in = message.getFullContent().getInputStream()) {
                read(part.path(), profile, at(part.path(), in));
            }
        }
    }

    private void read(MimePath path, Profile profile, PartContentBuilder part)
            throws MailboxException, IOException, MimeException {
        switch (profile) {
            case FULL_CONTENT -> keep(path, profile, part.getFullContent());
            case BODY_CONTENT -> keep(path, profile, part.getMessageBodyContent());
            case MIME_CONTENT -> keep(path, profile, part.getMimeBodyContent());
            case HEADERS -> keep(path, profile, part.getMessageHeaders());
            case MIME_HEADERS -> keep(path, profile, part.getMimeHeaders());
            default -> throw new IllegalArgumentException(profile + " of a part");
        }
    }

    private static PartContentBuilder at(MimePath path, InputStream in) throws IOException, MimeException {
        PartContentBuilder builder = new PartContentBuilder();
        builder.parse(in);
        try {
            for (int position : path.getPositions()) {
                builder.to(position);
            }
        } catch (PartContentBuilder.PartNotFoundException e) {
            builder.markEmpty();
        }
        return builder;
    }

    private void keep(MimePath path, Profile profile, List<Header> read) {
        headers.computeIfAbsent(path, any -> new EnumMap<>(Profile.class)).put(profile, read);
    }

    private void keep(MimePath path, Profile profile, Content read) throws MailboxException, IOException {
        contents.computeIfAbsent(path, any -> new EnumMap<>(Profile.class))
                .put(profile, read.size() > MOST_IN_MEMORY ? inFile(read) : read);
    }

    private static Content inFile(Content content) throws IOException {
        FileLiteral file = FileLiteral.create();
        try (InputStream in = content.getInputStream()) {
            for (byte[] chunk = in.readNBytes(CHUNK_BYTES); chunk.length > 0; chunk = in.readNBytes(CHUNK_BYTES)) {
                file.write(chunk);
            }
        }
        return new FileContent(file);
    }

    private Content content(MimePath path, Profile profile) {
        return contents.getOrDefault(path, Map.of()).getOrDefault(profile, new ByteContent(new byte[0]));
    }

    private Iterator<Header> headers(MimePath path, Profile profile) {
        return headers.getOrDefault(path, Map.of())
                .getOrDefault(profile, Collections.emptyList())
                .iterator();
    }

    @Override
    public Content getFullContent(MimePath path) {
        return content(path, Profile.FULL_CONTENT);
    }

    @Override
    public Content getBody(MimePath path) {
        return content(path, Profile.BODY_CONTENT);
    }

    @Override
    public Content getMimeBody(MimePath path) {
        return content(path, Profile.MIME_CONTENT);
    }

    @Override
    public Iterator<Header> iterateHeaders(MimePath path) {
        return headers(path, Profile.HEADERS);
    }

    @Override
    public Iterator<Header> iterateMimeHeaders(MimePath path) {
        return headers(path, Profile.MIME_HEADERS);
    }

    @Override
    public MimeDescriptor getMimeDescriptor() throws MailboxException {
        return descriptor.isPresent() ? descriptor.get() : message.getMimeDescriptor();
    }

    @Override
    public Content getFullContent() throws MailboxException, IOException {
        return message.getFullContent();
    }

    @Override
    public Content getBody() throws MailboxException, IOException {
        return message.getBody();
    }

    @Override
    public Headers getHeaders() throws MailboxException {
        return message.getHeaders();
    }

    @Override
    public List<MessageAttachmentMetadata> getLoadedAttachments() throws MailboxException {
        return message.getLoadedAttachments();
    }

    @Override
    public MessageMetaData messageMetaData() {
        return message.messageMetaData();
    }

    @Override
    public MailboxId getMailboxId() {
        return message.getMailboxId();
    }

    @Override
    public MessageUid getUid() {
        return message.getUid();
    }

    @Override
    public MessageId getMessageId() {
        return message.getMessageId();
    }

    @Override
    public ThreadId getThreadId() {
        return message.getThreadId();
    }

    @Override
    public Optional<Date> getSaveDate() {
        return message.getSaveDate();
    }

    @Override
    public Date getInternalDate() {
        return message.getInternalDate();
    }

    @Override
    public Flags getFlags() {
        return message.getFlags();
    }

    @Override
    public ModSeq getModSeq() {
        return message.getModSeq();
    }

    @Override
    public long getSize() {
        return message.getSize();
    }

    /** As messages of the store compare. */
    @Override
    @SuppressWarnings("ComparableAndNotEquals")
    public int compareTo(MessageResult other) {
        return message.compareTo(other);
    }

    private record FileContent(FileLiteral file) implements Content {
        @Override
        public InputStream getInputStream() {
            return file.getInputStream();
        }

        @Override
        public long size() {
            return file.size();
        }
    }
}
