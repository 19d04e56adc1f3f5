package dev.agentpost.mail.filterrule.memory;

import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.FilterRuleStoreContract;

class MemoryFilterRuleStoreTest implements FilterRuleStoreContract {
    private final FilterRuleStore store = new MemoryFilterRuleStore();

    @Override
    public FilterRuleStore testee() {
        return store;
    }
}
