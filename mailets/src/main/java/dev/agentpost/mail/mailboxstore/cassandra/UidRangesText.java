package dev.agentpost.mail.mailboxstore.cassandra;

import com.google.common.base.Splitter;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.List;
import java.util.stream.Collectors;

/** UIDs as IMAP writes them: {@code 1:3,7}. */
final class UidRangesText {
    private UidRangesText() {}

    static String format(List<UidRange> ranges) {
        return ranges.stream()
                .map(range -> range.first() == range.last()
                        ? Long.toString(range.first())
                        : range.first() + ":" + range.last())
                .collect(Collectors.joining(","));
    }

    static List<UidRange> parse(String text) {
        return Splitter.on(',').splitToStream(text).map(UidRangesText::range).toList();
    }

    private static UidRange range(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? UidRange.one(Long.parseLong(text))
                : new UidRange(Long.parseLong(text, 0, colon, 10), Long.parseLong(text, colon + 1, text.length(), 10));
    }
}
