package dev.agentpost.mail.mailboxstore.webadmin;

import dev.agentpost.mail.mailboxstore.integrity.Finding;
import dev.agentpost.mail.mailboxstore.integrity.StoreCheck;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.task.TaskType;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A check of the store in the background. Its details grow while it runs; they may be read at any time. */
final class StoreCheckTask implements Task {
    static final TaskType TYPE = TaskType.of("store-check");

    /** More are counted, not kept. */
    private static final int MAX_FINDINGS = 1_000;

    private final StoreCheck check;
    private final StoreCheck.Options options;
    private final Clock clock;
    private final AtomicLong folders = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong found = new AtomicLong();
    private final List<Finding> findings = new ArrayList<>();

    StoreCheckTask(StoreCheck check, StoreCheck.Options options, Clock clock) {
        this.check = check;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public Publisher<Result> runAsync() {
        return check.run(options, (folder, count) -> {
                    folders.incrementAndGet();
                    messages.addAndGet(count);
                })
                .doOnNext(this::note)
                .then(Mono.just(Result.COMPLETED))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void note(Finding finding) {
        found.incrementAndGet();
        synchronized (findings) {
            if (findings.size() < MAX_FINDINGS) {
                findings.add(finding);
            }
        }
    }

    @Override
    public TaskType type() {
        return TYPE;
    }

    @Override
    public Optional<TaskExecutionDetails.AdditionalInformation> details() {
        synchronized (findings) {
            return Optional.of(new StoreCheckDetails(
                    options, folders.get(), messages.get(), found.get(), List.copyOf(findings), clock.instant()));
        }
    }
}
