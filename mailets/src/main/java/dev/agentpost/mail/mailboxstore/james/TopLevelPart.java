package dev.agentpost.mail.mailboxstore.james;

import com.google.common.base.Ascii;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.field.FieldName;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/** What the header of a message says of its outermost MIME part, as James keeps it. */
final class TopLevelPart {
    private static final LenientFieldParser FIELDS = new LenientFieldParser();
    private static final String TEXT = "text";
    private static final Set<EntityState> ENDS =
            EnumSet.of(EntityState.T_BODY, EntityState.T_START_MULTIPART, EntityState.T_END_OF_STREAM);

    private TopLevelPart() {}

    /** A message that says nothing of its type is one (RFC 2045 section 5.2). */
    static boolean isText(Properties properties) {
        return properties.getMediaType() == null || Ascii.equalsIgnoreCase(TEXT, properties.getMediaType());
    }

    /** Without a type where the header has none, which James knows to mean plain text. */
    static PropertyBuilder describe(byte[] header) {
        Header parsed = parse(header);
        MaximalBodyDescriptor part = parsed.part();
        PropertyBuilder properties = new PropertyBuilder();
        if (parsed.namesType()) {
            properties.setMediaType(part.getMediaType());
            properties.setSubType(part.getSubType());
        }
        properties.setContentID(part.getContentId());
        properties.setContentDescription(part.getContentDescription());
        properties.setContentLocation(part.getContentLocation());
        properties.setContentMD5(part.getContentMD5Raw());
        properties.setContentTransferEncoding(part.getTransferEncoding());
        properties.setContentLanguage(part.getContentLanguage());
        properties.setContentDispositionType(part.getContentDispositionType());
        properties.setContentDispositionParameters(part.getContentDispositionParameters());
        properties.setContentTypeParameters(part.getContentTypeParameters());
        Optional.ofNullable(part.getCharset())
                .or(() -> isText(properties.build()) ? Optional.of("us-ascii") : Optional.empty())
                .ifPresent(properties::setCharset);
        return properties;
    }

    private record Header(MaximalBodyDescriptor part, boolean namesType) {}

    private static Header parse(byte[] header) {
        MimeTokenStream stream = new MimeTokenStream(
                MimeConfig.PERMISSIVE, new DefaultBodyDescriptorBuilder(null, FIELDS, DecodeMonitor.SILENT));
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        stream.parse(new ByteArrayInputStream(header));
        try {
            boolean namesType = false;
            EntityState state = stream.getState();
            while (!ENDS.contains(state)) {
                namesType |= state == EntityState.T_FIELD
                        && Ascii.equalsIgnoreCase(
                                FieldName.CONTENT_TYPE, stream.getField().getName());
                state = stream.next();
            }
            return new Header((MaximalBodyDescriptor) stream.getBodyDescriptor(), namesType);
        } catch (IOException e) {
            throw new UncheckedIOException("a header in memory cannot be read", e);
        } catch (MimeException e) {
            throw new IllegalArgumentException("a permissive parser refuses a header", e);
        }
    }
}
