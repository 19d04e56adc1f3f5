package dev.agentpost.mail.mime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.primitives.Bytes;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fields of a header block, octet by octet as they were sent. */
public final class PartHeader {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartHeader.class);
    private static final LenientFieldParser PARSER = new LenientFieldParser();
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final String DESCRIBING = "content-";

    private final List<Field> fields;

    public PartHeader(byte[] block) {
        fields = HeaderBlock.fields(block).stream()
                .flatMap(octets -> Field.of(octets).stream())
                .collect(ImmutableList.toImmutableList());
    }

    private record Field(String name, byte[] octets, int valueStart) {
        private static Optional<Field> of(byte[] octets) {
            int colon = Bytes.indexOf(octets, (byte) ':');
            return colon < 0 ? Optional.empty() : Optional.of(new Field(HeaderBlock.name(octets), octets, colon + 1));
        }

        private byte[] value() {
            return Arrays.copyOfRange(octets, valueStart, octets.length);
        }
    }

    /** What follows the colon, by the name in small letters. */
    public ImmutableListMultimap<String, byte[]> values() {
        return fields.stream().collect(ImmutableListMultimap.toImmutableListMultimap(Field::name, Field::value));
    }

    /** @param parentType of the multipart that the part is in: in a digest, parts are messages unless they say otherwise */
    MaximalBodyDescriptor describe(Optional<String> parentType) {
        DefaultBodyDescriptorBuilder builder =
                new DefaultBodyDescriptorBuilder(parentType.orElse(null), PARSER, DecodeMonitor.SILENT);
        for (Field field : fields) {
            if (field.name().startsWith(DESCRIBING)) {
                add(field, builder);
            }
        }
        return (MaximalBodyDescriptor) builder.build();
    }

    private static void add(Field field, DefaultBodyDescriptorBuilder builder) {
        try {
            builder.addField(RawFieldParser.DEFAULT.parseField(
                    new ByteArrayBuffer(field.octets(), field.octets().length, true)));
        } catch (MimeException | RuntimeException e) {
            LOGGER.debug("a field that cannot be understood describes nothing", e);
        }
    }

    /** HEADER.FIELDS, with an empty line at the end. */
    public byte[] only(Collection<String> names) {
        Set<String> wanted = lowerCase(names);
        return select(field -> wanted.contains(field.name()));
    }

    /** HEADER.FIELDS.NOT, with an empty line at the end. */
    public byte[] without(Collection<String> names) {
        Set<String> unwanted = lowerCase(names);
        return select(field -> !unwanted.contains(field.name()));
    }

    private static Set<String> lowerCase(Collection<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private byte[] select(Predicate<Field> wanted) {
        ByteArrayOutputStream selected = new ByteArrayOutputStream();
        fields.stream().filter(wanted).map(Field::octets).forEach(octets -> {
            selected.writeBytes(octets);
            if (octets[octets.length - 1] != '\n') {
                selected.writeBytes(LINE_END);
            }
        });
        selected.writeBytes(LINE_END);
        return selected.toByteArray();
    }
}
