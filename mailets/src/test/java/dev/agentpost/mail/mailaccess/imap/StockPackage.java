package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.util.Collection;
import java.util.Map;
import org.apache.james.modules.protocols.ImapPackage;
import org.apache.james.utils.ClassName;

/** Ours, with some classes of James's in the place of ours. */
final class StockPackage extends ImapPackage.Impl {
    StockPackage(ImapPackage ours, Map<Class<?>, Class<?>> stock) {
        super(replaced(ours.processors(), stock), replaced(ours.decoders(), stock), replaced(ours.encoders(), stock));
    }

    private static ImmutableList<ClassName> replaced(Collection<ClassName> names, Map<Class<?>, Class<?>> stock) {
        Map<String, Class<?>> byName = Maps.newHashMap();
        stock.forEach((ours, james) -> byName.put(ours.getCanonicalName(), james));
        return names.stream()
                .map(name -> byName.containsKey(name.getName())
                        ? new ClassName(byName.get(name.getName()).getCanonicalName())
                        : name)
                .collect(ImmutableList.toImmutableList());
    }
}
