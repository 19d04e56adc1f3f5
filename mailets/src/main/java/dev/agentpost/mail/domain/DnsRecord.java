package dev.agentpost.mail.domain;

import java.util.List;
import java.util.function.Predicate;

/**
 * What somebody is to publish for a domain.
 *
 * @param purpose one word for people and programs: {@code spf}
 * @param name without the dot at the end
 * @param value as zone files and their editors have it; the host in it without the dot at the end
 * @param isMetBy whether records of this type and name do as well; they are in the form of {@code value}, and none is an
 *     empty list
 */
public record DnsRecord(String purpose, Type type, String name, String value, Predicate<List<String>> isMetBy) {
    public enum Type {
        MX,
        SRV,
        TXT
    }
}
