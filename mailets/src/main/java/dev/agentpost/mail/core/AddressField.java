package dev.agentpost.mail.core;

import java.util.ArrayList;
import java.util.List;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import org.apache.james.mime4j.dom.address.AddressList;
import org.apache.james.mime4j.field.address.LenientAddressParser;

/**
 * Reads a field of addresses, such as From or To (RFC 5322 section 3.4). The libraries' readers take a time that grows with
 * the square of a field's length; here they get its members one by one, and none that would take them long.
 */
public final class AddressField {
    /** What the reader may do, in characters that it looks at; some ten milliseconds. */
    private static final long AFFORDABLE = 10_000_000;

    /** Of a member, in characters. */
    private static final int SHORT = 1 << 14;

    private static final String SPECIAL = "()<>[]\":;";

    private AddressField() {}

    /** The addresses and groups as Jakarta Mail reads them; empty when the field cannot be read. */
    public static List<InternetAddress> parse(String value) {
        List<String> members = members(value);
        if (members.stream().mapToLong(AddressField::cost).sum() > AFFORDABLE) {
            return List.of();
        }
        try {
            List<InternetAddress> addresses = new ArrayList<>();
            for (String member : members) {
                addresses.addAll(List.of(InternetAddress.parseHeader(member, false)));
            }
            return addresses;
        } catch (AddressException unreadable) {
            return List.of();
        }
    }

    /** The reader goes back at each colon, and when a comment, a quoted string or the like does not end. */
    private static long cost(String member) {
        String goingBack = everythingEnds(member) ? ":" : SPECIAL;
        long times = member.chars()
                .filter(character -> goingBack.indexOf(character) >= 0)
                .count();
        return (times + 1) * member.length();
    }

    private static boolean everythingEnds(String member) {
        int index = 0;
        while (index >= 0 && index < member.length()) {
            index = next(member, index);
        }
        return index >= 0;
    }

    /** As Mime4j reads it, which takes what it can from any text. A member that is too long names nobody. */
    public static AddressList parseLeniently(String value) {
        return new AddressList(
                members(value).stream()
                        .filter(member -> member.length() <= SHORT)
                        .flatMap(member -> LenientAddressParser.DEFAULT.parseAddressList(member).stream())
                        .toList(),
                true);
    }

    /** What stands between the commas of a list. All that follows what does not end is one. */
    private static List<String> members(String value) {
        List<String> members = new ArrayList<>();
        int start = 0;
        int index = 0;
        boolean inGroup = false;
        while (index >= 0 && index < value.length()) {
            char character = value.charAt(index);
            if (character == ',' && !inGroup) {
                members.add(value.substring(start, index));
                start = index + 1;
            }
            inGroup = character == ':' || (inGroup && character != ';');
            index = next(value, index);
        }
        members.add(value.substring(start));
        return members;
    }

    /** Behind the character, or behind what it begins; -1 when that does not end, here and below. */
    private static int next(String value, int index) {
        return switch (value.charAt(index)) {
            case '(' -> afterComment(value, index);
            case '"' -> after('"', value, index);
            case '[' -> after(']', value, index);
            case '<' -> afterAngle(value, index);
            default -> index + 1;
        };
    }

    private static int afterComment(String value, int start) {
        int depth = 0;
        for (int i = start; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '\\') {
                i++;
            } else if (character == '(') {
                depth++;
            } else if (character == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int after(char end, String value, int start) {
        for (int i = start + 1; i < value.length(); i++) {
            if (value.charAt(i) == '\\') {
                i++;
            } else if (value.charAt(i) == end) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int afterAngle(String value, int start) {
        boolean quoted = false;
        for (int i = start + 1; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == '>' && !quoted) {
                return i + 1;
            }
        }
        return -1;
    }
}
