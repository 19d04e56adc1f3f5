package dev.agentpost.mail.logging;

import java.util.Map;
import org.reactivestreams.Subscription;
import org.slf4j.MDC;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * What log lines say of the request that they belong to, the MDC, follows the request from thread to thread: to the
 * threads of Reactor's schedulers, and through answers of the store, which come on threads of the driver.
 */
public final class LogContext {
    private static final String HOOK = "log-context";

    private LogContext() {}

    /** Once in a process. */
    public static void followSchedulers() {
        Schedulers.onScheduleHook(HOOK, LogContext::following);
    }

    /** The task with the context of the thread that calls this. */
    static Runnable following(Runnable task) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        return context == null || context.isEmpty() ? task : () -> run(context, task);
    }

    /** The answer is handled in the context of the subscriber's thread, wherever it comes from. */
    public static <T> Mono<T> followed(Mono<T> answer) {
        return new Followed<>(answer);
    }

    /** Everything that the subscription does is done in this context. */
    public static <T> Mono<T> within(Map<String, String> context, Mono<T> work) {
        return new Within<>(work, context);
    }

    /** Runs the task in this context; the thread has afterwards what it had before. */
    public static void run(Map<String, String> context, Runnable task) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.setContextMap(context);
        try {
            task.run();
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }

    private static final class Within<T> extends MonoOperator<T, T> {
        private final Map<String, String> context;

        Within(Mono<T> source, Map<String, String> context) {
            super(source);
            this.context = context;
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> actual) {
            run(context, () -> source.subscribe(actual));
        }
    }

    private static final class Followed<T> extends MonoOperator<T, T> {
        Followed(Mono<T> source) {
            super(source);
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> actual) {
            Map<String, String> context = MDC.getCopyOfContextMap();
            // an empty one too: the answer may come on a thread that still is in another request's context
            source.subscribe(new Following<>(actual, context == null ? Map.of() : context));
        }
    }

    private record Following<T>(CoreSubscriber<? super T> actual, Map<String, String> context)
            implements CoreSubscriber<T> {
        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(T value) {
            run(context, () -> actual.onNext(value));
        }

        @Override
        public void onError(Throwable failure) {
            run(context, () -> actual.onError(failure));
        }

        @Override
        public void onComplete() {
            run(context, actual::onComplete);
        }
    }
}
