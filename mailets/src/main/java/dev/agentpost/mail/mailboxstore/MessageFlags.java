package dev.agentpost.mail.mailboxstore;

import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.Set;

/**
 * The permanent flags of one message (RFC 3501 section 2.3.2). {@code \Recent} is none of them: see
 * {@link UidIndex#recent()}.
 *
 * @param system in the order of the enum
 * @param keywords user flags as the client spelled them; compared with case, as James does
 */
public record MessageFlags(Set<SystemFlag> system, Set<String> keywords) {
    public static final MessageFlags NONE = new MessageFlags(Set.of(), Set.of());

    /** The order is that of the bits in storage: add at the end only. */
    public enum SystemFlag {
        SEEN,
        DELETED,
        FLAGGED,
        ANSWERED,
        DRAFT
    }

    public MessageFlags {
        system = Set.copyOf(system);
        keywords = Set.copyOf(keywords);
    }

    public boolean has(SystemFlag flag) {
        return system.contains(flag);
    }

    public MessageFlags without(SystemFlag flag) {
        return has(flag) ? new MessageFlags(Sets.difference(system, Set.of(flag)), keywords) : this;
    }

    /** One bit for each system flag, the first in the lowest. */
    public int systemBits() {
        return system.stream().mapToInt(flag -> 1 << flag.ordinal()).sum();
    }

    public static MessageFlags of(int systemBits, Set<String> keywords) {
        EnumSet<SystemFlag> system = EnumSet.noneOf(SystemFlag.class);
        for (SystemFlag flag : SystemFlag.values()) {
            if ((systemBits & (1 << flag.ordinal())) != 0) {
                system.add(flag);
            }
        }
        return new MessageFlags(system, keywords);
    }
}
