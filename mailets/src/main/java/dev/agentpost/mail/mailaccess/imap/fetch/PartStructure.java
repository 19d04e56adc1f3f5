package dev.agentpost.mail.mailaccess.imap.fetch;

import dev.agentpost.mail.mime.MessagePart;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.james.imap.message.response.FetchResponse.Envelope;
import org.apache.james.imap.message.response.FetchResponse.Structure;
import org.apache.james.mime4j.message.DefaultBodyDescriptorBuilder;
import org.apache.james.mime4j.message.MaximalBodyDescriptor;

/** BODY and BODYSTRUCTURE of a part (RFC 3501 section 7.4.2). Null stands for NIL, as James has it. */
record PartStructure(MessagePart part) implements Structure {
    private static final String UNKNOWN_ENCODING = "x-unknown";

    private MaximalBodyDescriptor descriptor() {
        return part.descriptor();
    }

    @Override
    public String getMediaType() {
        return token(descriptor().getMediaType(), "application");
    }

    @Override
    public String getSubType() {
        return token(descriptor().getSubType(), "octet-stream");
    }

    @Override
    public String getEncoding() {
        return token(descriptor().getTransferEncoding(), UNKNOWN_ENCODING);
    }

    /** James quotes these as they are. */
    private static String token(String given, String otherwise) {
        return given != null && given.matches("[!#-'*+.0-9A-Z^-~-]+") ? given : otherwise;
    }

    @Override
    public List<String> getParameters() {
        Map<String, String> parameters = complete(descriptor().getContentTypeParameters());
        Optional.ofNullable(descriptor().getCharset())
                .ifPresent(charset -> parameters.putIfAbsent("charset", charset.toLowerCase(Locale.ROOT)));
        Optional.ofNullable(descriptor().getBoundary()).ifPresent(boundary -> parameters.put("boundary", boundary));
        return parameters.entrySet().stream()
                .flatMap(parameter -> Stream.of(parameter.getKey(), parameter.getValue()))
                .map(Wording::quotable)
                .toList();
    }

    /** Behind a semicolon at the end, mime4j sees one more, with neither name nor value. */
    private static Map<String, String> complete(Map<String, String> parameters) {
        Map<String, String> complete = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (name != null && !name.isBlank() && value != null) {
                complete.put(name, value);
            }
        });
        return complete;
    }

    @Override
    public String getId() {
        return text(descriptor().getContentId());
    }

    @Override
    public String getDescription() {
        return text(descriptor().getContentDescription());
    }

    @Override
    public long getOctets() {
        return part.body().length();
    }

    @Override
    public long getLines() {
        return part.lines();
    }

    @Override
    public String getMD5() {
        return text(descriptor().getContentMD5Raw());
    }

    @Override
    public String getDisposition() {
        return text(descriptor().getContentDispositionType());
    }

    @Override
    public Map<String, String> getDispositionParams() {
        Map<String, String> parameters = new TreeMap<>();
        complete(descriptor().getContentDispositionParameters())
                .forEach((name, value) -> parameters.put(Wording.quotable(name), Wording.quotable(value)));
        return parameters;
    }

    @Override
    public List<String> getLanguages() {
        return Optional.ofNullable(descriptor().getContentLanguage()).orElse(List.of()).stream()
                .map(Wording::quotable)
                .toList();
    }

    @Override
    public String getLocation() {
        return text(descriptor().getContentLocation());
    }

    private static String text(String given) {
        return given == null ? null : Wording.quotable(given);
    }

    /** A multipart has one part at least ("body-type-mpart" in section 9): one without any has an empty text. */
    @Override
    public Iterator<Structure> parts() {
        List<MessagePart> children =
                part.children().isEmpty() && part.isMultipart() ? List.of(emptyText()) : part.children();
        return children.stream().<Structure>map(PartStructure::new).iterator();
    }

    private static MessagePart emptyText() {
        MessagePart text = new MessagePart(0);
        text.describe((MaximalBodyDescriptor) new DefaultBodyDescriptorBuilder(null).build(), 0);
        return text;
    }

    @Override
    public Envelope getEnvelope() {
        return part.embedded()
                .flatMap(MessagePart::fields)
                .map(HeaderEnvelope::of)
                .orElse(null);
    }

    @Override
    public Structure getBody() {
        return part.embedded().map(PartStructure::new).orElse(null);
    }
}
