package dev.agentpost.mail.mailboxstore;

import static com.google.common.collect.Sets.toImmutableEnumSet;

import com.google.common.collect.Sets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The permanent flags of one message (RFC 3501 section 2.3.2). {@code \Recent} is none of them: see
 * {@link UidIndex#recent()}.
 *
 * @param system in the order of the enum
 * @param keywords user flags as the client spelled them; compared with case, as James does
 */
public record MessageFlags(Set<SystemFlag> system, Set<String> keywords) {
    /** As a mailbox has many messages and few sets. */
    private static final List<Set<SystemFlag>> BY_BITS = IntStream.range(0, 1 << SystemFlag.values().length)
            .mapToObj(MessageFlags::systemFlags)
            .toList();

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
        system = Sets.immutableEnumSet(system);
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
        return system.stream().mapToInt(MessageFlags::bit).sum();
    }

    public static MessageFlags of(int systemBits, Set<String> keywords) {
        return new MessageFlags(BY_BITS.get(systemBits & (BY_BITS.size() - 1)), keywords);
    }

    private static Set<SystemFlag> systemFlags(int bits) {
        return Stream.of(SystemFlag.values())
                .filter(flag -> (bits & bit(flag)) != 0)
                .collect(toImmutableEnumSet());
    }

    private static int bit(SystemFlag flag) {
        return 1 << flag.ordinal();
    }
}
