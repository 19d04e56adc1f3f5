package dev.agentpost.mail.mailaccess.imap.fetch;

import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import dev.agentpost.mail.mime.MessagePart;
import dev.agentpost.mail.mime.MessagePart.OctetRange;
import dev.agentpost.mail.mime.MessageScanner;
import dev.agentpost.mail.mime.PartHeader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.SectionType;
import org.apache.james.imap.message.response.FetchResponse.BodyElement;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.imap.message.response.FetchResponse.Structure;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageResult;

/**
 * What FETCH shows of the octets of one message (RFC 3501 section 6.4.5). Reading them may block; those of a large
 * section are read when they are sent. Used by one thread at a time.
 */
public final class FetchedMessage {
    private static final int MAX_HEADER = 1024 * 1024;

    /** Octets of sections that are read at once; headers come on top. */
    private static final int MAX_KEPT = 64 * 1024;

    private final MessageResult message;
    private Optional<MessagePart> parts = Optional.empty();
    private Optional<byte[]> header = Optional.empty();
    private int roomForSections = MAX_KEPT;

    public FetchedMessage(MessageResult message) {
        this.message = message;
    }

    /** True when more of the messages is read than their headers. */
    public static boolean needsContent(FetchData fetch) {
        return fetch.contains(Item.BODY)
                || fetch.contains(Item.BODY_STRUCTURE)
                || fetch.getBodyElements().stream().anyMatch(element -> isInPart(element) || isOfContent(element));
    }

    public static boolean needsHeader(FetchData fetch) {
        return fetch.contains(Item.ENVELOPE) || !fetch.getBodyElements().isEmpty();
    }

    private static boolean isInPart(BodyFetchElement element) {
        return element.getPath() != null && element.getPath().length > 0;
    }

    private static boolean isOfContent(BodyFetchElement element) {
        return element.getSectionType() == SectionType.CONTENT || element.getSectionType() == SectionType.TEXT;
    }

    public Envelope envelope() throws MailboxException, IOException {
        return HeaderEnvelope.of(new PartHeader(header()));
    }

    public Structure structure() throws MailboxException, IOException {
        return new PartStructure(parts());
    }

    public List<BodyElement> sections(FetchData fetch) throws MailboxException, IOException {
        ImmutableList.Builder<BodyElement> sections = ImmutableList.builder();
        for (BodyFetchElement element : fetch.getBodyElements()) {
            BodyElement whole = isInPart(element) ? inPart(element) : ofMessage(element);
            sections.add(keep(Slice.of(element, whole)));
        }
        return sections.build();
    }

    private BodyElement keep(BodyElement section) throws IOException {
        if (section instanceof KeptSection || section.size() > roomForSections) {
            return section;
        }
        roomForSections -= (int) section.size();
        try (InputStream in = section.getInputStream()) {
            byte[] octets = in.readAllBytes();
            if (octets.length != section.size()) {
                throw new EOFException(section.getName() + " has " + octets.length + " octets of " + section.size());
            }
            return new KeptSection(section.getName(), octets);
        }
    }

    private BodyElement ofMessage(BodyFetchElement element) throws MailboxException, IOException {
        String name = element.getResponseName();
        return switch (element.getSectionType()) {
            case CONTENT -> new Octets(name, new OctetRange(0, message.getSize()));
            case TEXT -> new Octets(name, new OctetRange(header().length, message.getSize()));
            case HEADER, MIME -> new KeptSection(name, header());
            case HEADER_FIELDS -> new KeptSection(name, new PartHeader(header()).only(element.getFieldNames()));
            case HEADER_NOT_FIELDS -> new KeptSection(name, new PartHeader(header()).without(element.getFieldNames()));
        };
    }

    /** A part that is missing is empty, as is the header of one that is no message. */
    private BodyElement inPart(BodyFetchElement element) throws MailboxException, IOException {
        String name = element.getResponseName();
        Optional<MessagePart> part = parts().at(element.getPath());
        Optional<MessagePart> inner = part.flatMap(MessagePart::embedded);
        return switch (element.getSectionType()) {
            case CONTENT -> octets(name, part.map(MessagePart::body));
            case MIME -> octets(name, part.map(MessagePart::header));
            case TEXT -> octets(name, inner.map(MessagePart::body));
            case HEADER -> octets(name, inner.map(MessagePart::header));
            case HEADER_FIELDS ->
                inner.isEmpty()
                        ? octets(name, Optional.empty())
                        : new KeptSection(name, header(inner.get()).only(element.getFieldNames()));
            case HEADER_NOT_FIELDS ->
                inner.isEmpty()
                        ? octets(name, Optional.empty())
                        : new KeptSection(name, header(inner.get()).without(element.getFieldNames()));
        };
    }

    private BodyElement octets(String name, Optional<OctetRange> range) {
        return new Octets(name, range.orElse(OctetRange.NONE));
    }

    private MessagePart parts() throws MailboxException, IOException {
        if (parts.isEmpty()) {
            try (InputStream in = message.getFullContent().getInputStream()) {
                parts = Optional.of(MessageScanner.scan(in));
            }
        }
        return parts.get();
    }

    private byte[] header() throws MailboxException, IOException {
        if (header.isEmpty()) {
            try (InputStream in = message.getHeaders().getInputStream()) {
                header = Optional.of(in.readAllBytes());
            }
        }
        return header.get();
    }

    private PartHeader header(MessagePart part) throws IOException {
        try (InputStream in = new Octets("", part.header()).getInputStream()) {
            return new PartHeader(in.readNBytes(MAX_HEADER));
        }
    }

    /** Octets of the message, read as far as they are asked for. */
    private final class Octets implements BodyElement {
        private final String name;
        private final OctetRange range;

        private Octets(String name, OctetRange range) {
            this.name = name;
            this.range = range;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public long size() {
            return range.length();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            try {
                InputStream in = message.getFullContent().getInputStream();
                in.skipNBytes(range.start());
                return ByteStreams.limit(in, range.length());
            } catch (MailboxException e) {
                throw new IOException("a message cannot be read", e);
            }
        }
    }

    /** {@code BODY[…]<0.100>}: what lies behind the end is left out. */
    private record Slice(String name, BodyElement whole, long start, long size) implements BodyElement {
        private static BodyElement of(BodyFetchElement element, BodyElement whole) throws IOException {
            if (element.getFirstOctet() == null) {
                return whole;
            }
            long start = Math.min(element.getFirstOctet(), whole.size());
            long rest = whole.size() - start;
            long size = element.getNumberOfOctets() == null ? rest : Math.min(rest, element.getNumberOfOctets());
            return new Slice(whole.getName() + "<" + element.getFirstOctet() + ">", whole, start, size);
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream in = whole.getInputStream();
            in.skipNBytes(start);
            return ByteStreams.limit(in, size);
        }
    }
}
