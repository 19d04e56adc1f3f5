package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/**
 * One look-up of message rows: a range, or, where most around them is dead, single UIDs. What was removed costs a reader
 * almost as much as what lives, so that a folder through which many messages went would be slow for ever.
 */
sealed interface ReadStep {
    record Range(UidRange range) implements ReadStep {}

    record Uids(List<Long> uids) implements ReadStep {}

    /** Walking over so many dead rows costs less than another look-up. */
    int SMALL_GAP = 64;

    /** A run of no more than these is named UID by UID. */
    int SHORT_RUN = 8;

    /** @param live ascending */
    static List<ReadStep> covering(LongStream live) {
        Steps steps = new Steps();
        PrimitiveIterator.OfLong uids = live.iterator();
        while (uids.hasNext()) {
            steps.add(uids.nextLong());
        }
        return steps.finish();
    }

    /** Collects; used by one thread. */
    final class Steps {
        private final List<ReadStep> steps = new ArrayList<>();
        private final List<Long> singles = new ArrayList<>();
        private final List<Long> shortRun = new ArrayList<>();
        private long first;
        private long last;

        private void add(long uid) {
            if (first == 0 || uid - last > SMALL_GAP) {
                endRun();
                first = uid;
            }
            last = uid;
            if (shortRun.size() <= SHORT_RUN) {
                shortRun.add(uid);
            }
        }

        private List<ReadStep> finish() {
            endRun();
            endSingles();
            return steps;
        }

        private void endRun() {
            if (shortRun.size() > SHORT_RUN) {
                endSingles();
                steps.add(new Range(new UidRange(first, last)));
            } else {
                singles.addAll(shortRun);
                if (singles.size() > FolderRows.MAX_UIDS - SHORT_RUN) {
                    endSingles();
                }
            }
            shortRun.clear();
        }

        private void endSingles() {
            if (!singles.isEmpty()) {
                steps.add(new Uids(List.copyOf(singles)));
                singles.clear();
            }
        }
    }
}
