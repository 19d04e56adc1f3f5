package dev.agentpost.mail.admin.webadmin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts a switch before real implementations of ports: while it is off, their publishers end with an error, or not at all. */
public final class Outage {
    private final Set<Class<?>> down = ConcurrentHashMap.newKeySet();
    private final Set<Class<?>> hanging = ConcurrentHashMap.newKeySet();

    public void begin(Class<?> port) {
        down.add(port);
    }

    /** Whoever asks gets no answer, also later. */
    public void hang(Class<?> port) {
        hanging.add(port);
    }

    public void end() {
        down.clear();
        hanging.clear();
    }

    public <T> T before(Class<T> port, T real) {
        Object proxy =
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, arguments) -> {
                    if (down.contains(port)) {
                        RuntimeException failure = new StoreDown();
                        return method.getReturnType().equals(Flux.class) ? Flux.error(failure) : Mono.error(failure);
                    }
                    if (hanging.contains(port)) {
                        return method.getReturnType().equals(Flux.class) ? Flux.never() : Mono.never();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return port.cast(proxy);
    }

    private static final class StoreDown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoreDown() {
            super("all hosts of 10.0.0.7 failed");
        }
    }
}
