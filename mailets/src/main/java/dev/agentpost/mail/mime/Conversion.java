package dev.agentpost.mail.mime;

import com.google.common.base.Ascii;
import dev.agentpost.mail.mime.MessagePart.OctetRange;
import dev.agentpost.mail.mime.OctetCensus.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides what of a message is encoded, and how. */
final class Conversion {
    private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary");
    /** RFC 1847 section 2.1: nothing on the way may change these. */
    private static final Set<String> SEALED = Set.of("multipart/signed", "multipart/encrypted");
    /** From there on base64 is shorter: an encoded octet takes three in quoted-printable, every three take four there. */
    private static final int TEXT_OCTETS_FOR_ONE_HIGH = 6;

    private final OctetCensus census;
    private final List<Edit> edits = new ArrayList<>();

    private Conversion(OctetCensus census) {
        this.census = census;
    }

    /** In the order of the message. */
    static List<Edit> of(MessagePart message, OctetCensus census) {
        Conversion conversion = new Conversion(census);
        conversion.convert(message, true);
        conversion.edits.sort(Comparator.comparingLong(edit -> edit.range().start()));
        return List.copyOf(conversion.edits);
    }

    /** @return how many octets above 127 are left in it */
    private long convert(MessagePart part, boolean isMessage) {
        Count body = census.in(part.body());
        long inHeader = census.in(part.header()).high();
        boolean isFit = body.high() == 0 && body.longLines() == 0;
        if (isFit || isSealed(part) || part.header().length() > MessageScanner.MAX_HEADER) {
            return inHeader + body.high();
        }
        List<MessagePart> inner = Stream.concat(part.children().stream(), part.embedded().stream())
                .toList();
        long left = inner.isEmpty() ? convertContent(part, body, isMessage) : convertInner(part, body, inner);
        return inHeader + left;
    }

    private static boolean isSealed(MessagePart part) {
        boolean holdsParts = part.isMultipart() || part.embedded().isPresent();
        return SEALED.contains(Ascii.toLowerCase(part.descriptor().getMimeType()))
                || (holdsParts && !PLAIN.contains(encoding(part)));
    }

    private static String encoding(MessagePart part) {
        return Ascii.toLowerCase(
                Optional.ofNullable(part.descriptor().getTransferEncoding()).orElse("7bit"));
    }

    private long convertInner(MessagePart part, Count body, List<MessagePart> inner) {
        int editsBefore = edits.size();
        long left = body.high();
        for (MessagePart child : inner) {
            long before = census.in(
                            new OctetRange(child.header().start(), child.body().end()))
                    .high();
            left += convert(child, part.embedded().isPresent()) - before;
        }
        if (left == 0 && edits.size() > editsBefore && !encoding(part).equals("7bit")) {
            edits.add(new Edit.OfHeader(part.header(), "7bit", List.of()));
        }
        return left;
    }

    private long convertContent(MessagePart part, Count body, boolean isMessage) {
        if (encoding(part).equals("base64")) {
            edits.add(new Edit.OfContent(part.body(), Encoding.WRAPPED_BASE64));
            return 0;
        }
        if (!PLAIN.contains(encoding(part)) || part.isMultipart() || isOfType(part, "message")) {
            return body.high();
        }
        Encoding encoding = isOfType(part, "text")
                        && body.high() * TEXT_OCTETS_FOR_ONE_HIGH <= part.body().length()
                ? Encoding.QUOTED_PRINTABLE
                : Encoding.BASE64;
        edits.add(new Edit.OfHeader(part.header(), encoding.label(), missing(body, isMessage)));
        edits.add(new Edit.OfContent(part.body(), encoding));
        return 0;
    }

    private static boolean isOfType(MessagePart part, String mediaType) {
        return mediaType.equalsIgnoreCase(part.descriptor().getMediaType());
    }

    /** Fields that a header must have for the encoding to be seen, and for what it says to be understood. */
    private static List<String> missing(Count body, boolean isMessage) {
        // RFC 1428 section 3
        String charset = body.notUtf8() == 0 ? "utf-8" : "unknown-8bit";
        List<String> fields = new ArrayList<>();
        if (isMessage) {
            fields.add("MIME-Version: 1.0");
        }
        if (body.high() > 0) {
            fields.add("Content-Type: text/plain; charset=" + charset);
        }
        return fields;
    }
}
