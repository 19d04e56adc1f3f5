package dev.agentpost.mail.dkim;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.stream.Collectors;

/** The TXT record of a key, as others publish it. */
public final class KeyRecord {
    private static final int MAX_STRING = 255;

    private KeyRecord() {}

    /** @param published what there is at the key's name; more than one record is an error (RFC 6376 section 3.6.2.2) */
    public static boolean isMetBy(DkimKey key, List<String> published) {
        return published.size() == 1 && tags(published.get(0)).contains("p=" + key.publicKey());
    }

    private static List<String> tags(String record) {
        return Splitter.on(';')
                .splitToStream(record)
                .map(tag -> tag.replaceAll("[ \\t\\r\\n\"]", ""))
                .toList();
    }

    /** One line of a zone file; a string in it has at most 255 octets (RFC 1035 section 3.3). */
    public static String zoneFileLine(DkimKey key) {
        return key.recordName() + ". IN TXT "
                + Splitter.fixedLength(MAX_STRING)
                        .splitToStream(key.recordValue())
                        .map(part -> '"' + part + '"')
                        .collect(Collectors.joining(" ", "( ", " )"));
    }
}
