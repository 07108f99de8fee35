package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	"github.com/envoyproxy/go-control-plane/pkg/cache/types"
	"github.com/envoyproxy/go-control-plane/pkg/cache/v3"
	"github.com/envoyproxy/go-control-plane/pkg/resource/v3"
)

var servedTypes = []string{resource.ClusterType, resource.EndpointType, resource.ListenerType, resource.RouteType, resource.SecretType}

func servable(typeURL string) bool { return slices.Contains(servedTypes, typeURL) }

// A store is one of go-control-plane's caches, fed by one goroutine. Its caches make the versions of resources themselves.
type store interface {
	cache() cache.Cache
	apply(changes []change) error
}

func newStore(kind string) (store, error) {
	switch kind {
	case "linear":
		return newLinear(), nil
	case "snapshot":
		return newSnapshots(), nil
	}
	return nil, fmt.Errorf("-cache %s is unknown, expected linear or snapshot", kind)
}

// linear is a LinearCache for each type, chosen by the type that a request names.
type linear struct {
	byType map[string]*cache.LinearCache
	mux    *cache.MuxCache
}

func newLinear() *linear {
	l := &linear{byType: map[string]*cache.LinearCache{}, mux: &cache.MuxCache{
		Classify:      func(request *cache.Request) string { return request.GetTypeUrl() },
		ClassifyDelta: func(request *cache.DeltaRequest) string { return request.GetTypeUrl() },
		Caches:        map[string]cache.Cache{},
	}}
	for _, typeURL := range servedTypes {
		one := cache.NewLinearCache(typeURL)
		l.byType[typeURL], l.mux.Caches[typeURL] = one, one
	}
	return l
}

func (l *linear) cache() cache.Cache { return l.mux }

func (l *linear) apply(changes []change) error {
	for _, typeURL := range servedTypes {
		put, removed := map[string]types.Resource{}, map[string]bool{}
		for _, one := range changes {
			if one.typeURL != typeURL {
				continue
			}
			// The last word about a name counts.
			delete(put, one.name)
			delete(removed, one.name)
			if one.resource == nil {
				removed[one.name] = true
			} else {
				put[one.name] = one.resource
			}
		}
		if err := l.update(typeURL, put, removed); err != nil {
			return err
		}
	}
	return nil
}

// update takes the cheapest way in, since a bench measures it.
func (l *linear) update(typeURL string, put map[string]types.Resource, removed map[string]bool) error {
	held := l.byType[typeURL]
	if len(put)+len(removed) == 0 {
		return nil
	}
	if len(put) == 1 && len(removed) == 0 {
		for name, message := range put {
			return held.UpdateResource(name, message)
		}
	}
	names := make([]string, 0, len(removed))
	for name := range removed {
		names = append(names, name)
	}
	return held.UpdateResources(put, names)
}

// everyone is the only key of the SnapshotCache: all nodes get the same.
type everyone struct{}

func (everyone) ID(*core.Node) string { return "everyone" }

// snapshots is a SnapshotCache that gets a new snapshot with each change; types that did not change keep their version.
type snapshots struct {
	held     cache.SnapshotCache
	byType   map[string]map[string]types.Resource
	versions map[string]int
}

func newSnapshots() *snapshots {
	s := &snapshots{held: cache.NewSnapshotCache(false, everyone{}, nil), byType: map[string]map[string]types.Resource{}, versions: map[string]int{}}
	for _, typeURL := range servedTypes {
		s.byType[typeURL] = map[string]types.Resource{}
	}
	return s
}

func (s *snapshots) cache() cache.Cache { return s.held }

func (s *snapshots) apply(changes []change) error {
	changed := map[string]bool{}
	for _, one := range changes {
		changed[one.typeURL] = true
		if one.resource == nil {
			delete(s.byType[one.typeURL], one.name)
		} else {
			s.byType[one.typeURL][one.name] = one.resource
		}
	}
	next := &cache.Snapshot{}
	for _, typeURL := range servedTypes {
		if changed[typeURL] {
			s.versions[typeURL]++
		}
		all := make([]types.Resource, 0, len(s.byType[typeURL]))
		for _, message := range s.byType[typeURL] {
			all = append(all, message)
		}
		next.Resources[cache.GetResponseType(typeURL)] = cache.NewResources(strconv.Itoa(s.versions[typeURL]), all)
	}
	return s.held.SetSnapshot(context.Background(), everyone{}.ID(nil), next)
}
