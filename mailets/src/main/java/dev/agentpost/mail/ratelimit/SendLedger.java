package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What was sent in one {@link SendScope}, on all nodes: the arithmetic of sliding windows.
 *
 * <p>Old spendings are joined to steps of a sixtieth of their age. A step matters to a window from the moment when it is as
 * old as the window is long, so for every window, also one that is set tomorrow, a step is at most a sixtieth of it, and
 * the number of steps grows with the logarithm of time: about 600 for a day.
 *
 * @param spendings by beginning
 */
public record SendLedger(List<Spending> spendings) {
    public static final SendLedger EMPTY = new SendLedger(List.of());

    public SendLedger {
        spendings = spendings.stream()
                .sorted(Comparator.comparingLong(Spending::from))
                .toList();
    }

    /** The time of a decision: never before that of an earlier one, whichever node made it. */
    long timeAt(long clock) {
        return spendings.isEmpty()
                ? clock
                : Math.max(clock, spendings.get(spendings.size() - 1).from());
    }

    /** Recipients in the window of this length that ends now. */
    long used(long windowMillis, long now) {
        return spendings.stream()
                .filter(spending -> spending.isWithin(windowMillis, now))
                .mapToLong(Spending::count)
                .sum();
    }

    /** How many more recipients the window allows now; negative when it was wider before. */
    public long left(SendWindow window, long now) {
        return window.max() - used(window.millis(), now);
    }

    long left(SendLimit limit, long now) {
        return limit.windows().stream()
                .mapToLong(window -> left(window, now))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * @param recipients of the message
     * @param granted to others, but not in this ledger yet
     * @return empty when all windows have room for it
     */
    Optional<Shortage> shortage(SendLimit limit, long recipients, long granted, long now) {
        return limit.windows().stream()
                .filter(window -> left(window, now) < recipients + granted)
                .map(window -> new Shortage(window, retryAfter(window, recipients, granted, now)))
                .max(Shortage.BY_RETRY_AFTER);
    }

    private Optional<Duration> retryAfter(SendWindow window, long recipients, long granted, long now) {
        if (recipients > window.max()) {
            return Optional.empty();
        }
        long missing = recipients + granted - left(window, now);
        List<Spending> byEnd = spendings.stream()
                .filter(spending -> spending.isWithin(window.millis(), now))
                .sorted(Comparator.comparingLong(Spending::to))
                .toList();
        for (Spending spending : byEnd) {
            missing -= spending.count();
            if (missing <= 0) {
                return Optional.of(Duration.ofMillis(spending.to() + window.millis() - now));
            }
        }
        return Optional.of(Duration.ofMillis(window.millis()));
    }

    SendLedger with(Spending spending) {
        List<Spending> all = new ArrayList<>(spendings);
        all.add(spending);
        return new SendLedger(all);
    }

    /** Does nothing when the lease never came here, or is too old to be corrected. */
    SendLedger correct(UUID lease, Optional<Spending> correction) {
        List<Spending> all = new ArrayList<>();
        for (Spending spending : spendings) {
            if (spending.lease().equals(Optional.of(lease))) {
                correction.ifPresent(all::add);
            } else {
                all.add(spending);
            }
        }
        return new SendLedger(all);
    }

    /** Of which nothing was heard for so long that their nodes must have died. */
    Set<UUID> lostLeases(long now) {
        return spendings.stream()
                .filter(spending -> spending.isLost(now))
                .flatMap(spending -> spending.lease().stream())
                .collect(Collectors.toSet());
    }

    /** Counts no more than was noted for these leases. */
    SendLedger settle(Map<UUID, Long> spent) {
        return new SendLedger(spendings.stream()
                .map(spending ->
                        spending.lease().map(spent::get).map(spending::settled).orElse(spending))
                .filter(spending -> spending.count() > 0)
                .toList());
    }

    /** Forgets what is older than {@code keepMillis} and joins steps that are old enough. */
    SendLedger compact(long keepMillis, long now) {
        Deque<Spending> joined = new ArrayDeque<>();
        for (Spending spending : spendings) {
            if (spending.isWithin(keepMillis, now)) {
                Spending next = spending.settledAt(now);
                boolean joins = !joined.isEmpty() && joined.peekLast().mayJoin(next, now);
                joined.addLast(joins ? joined.pollLast().join(next) : next);
            }
        }
        return new SendLedger(List.copyOf(joined));
    }
}
