// Made by scripts/scan-kernel.ts from thread.ts: change that.
/** What a thread runs. */
export const threadSource: string =
  '"use strict";var scanThread=(()=>{var C=Object.defineProperty;var ee=Object.getOwnPropertyDescriptor;var te=Object.getOw' +
  'nPropertyNames;var re=Object.prototype.hasOwnProperty;var ne=(n,e)=>{for(var t in e)C(n,t,{get:e[t],enumerable:!0})},oe=' +
  '(n,e,t,r)=>{if(e&&typeof e=="object"||typeof e=="function")for(let o of te(e))!re.call(n,o)&&o!==t&&C(n,o,{get:()=>e[o],' +
  'enumerable:!(r=ee(e,o))||r.enumerable});return n};var se=n=>oe(C({},"__esModule",{value:!0}),n);var he={};ne(he,{serve:(' +
  ')=>le});function D(n,e,t,r){let o=new WebAssembly.Instance(e,{env:{memory:n}}).exports,{code:c,lateCode:a,scale:i,coarse' +
  'Strength:s,kind:u,tenant:m,time:d,small:l,key:f}=t.columns;return o.configure(t.dim,t.padded,t.codeBytes,t.earlyBytes,l.' +
  'stride,r.table,r.signs,r.work,t.scaleUnit,c.offset,a.offset,i.offset,s.offset,u.offset,m.offset,d.offset,l.offset,f.offs' +
  'et,t.centre),o}function Q(n){let e=Math.ceil(n/16)*16,t=Math.ceil(n/8),r=t<16?t:Math.ceil(t/8)*4,o=0,c=u=>{let m=o;retur' +
  'n o=Math.ceil((o+u)/64)*64,m},a=u=>({offset:c(u*4096),stride:u}),i=c(e*4),s={code:a(r),scale:a(2),coarseStrength:a(2),ki' +
  'nd:a(1),tenant:a(4),time:a(8),strength:a(8),tick:a(8),lateCode:a(t-r),small:a(e+16),key:a(e*4)};return{dim:n,padded:e,co' +
  'deBytes:t,earlyBytes:r,columns:s,centre:i,blockBytes:o,scaleUnit:Math.fround(32768*Math.sqrt(n)/4)}}function g(n,e,{offs' +
  'et:t,stride:r}){return n[e>>>12]+t+(e&4095)*r}var A=class extends Error{name="MnemeError";code;isMnemeError=!0;construct' +
  'or(e,t,r){super(t,r),this.code=e}static isInstance(e){return e instanceof Error&&"isMnemeError"in e}};function H(n){retu' +
  'rn{u8:new Uint8Array(n),i16:new Int16Array(n),i32:new Int32Array(n),u32:new Uint32Array(n),f32:new Float32Array(n),f64:n' +
  'ew Float64Array(n)}}var N=512;function L(n,e){let t=[];if(n.length<=e)t=[...n.keys()];else{let[r,o]=[1/0,-1/0];for(let s' +
  '=0;s<n.length;s++){let u=n[s];u<r&&(r=u),u>o&&(o=u)}let c=o>r?(N-1)/(o-r):0,a=new Uint32Array(N);for(let s=0;s<n.length;' +
  's++)a[(n[s]-r)*c|0]++;let i=N;for(let s=0;i>0&&s<e;)s+=a[--i];for(let s=0;s<n.length;s++)((n[s]-r)*c|0)>=i&&t.push(s)}re' +
  'turn t.sort((r,o)=>n[o]-n[r]||r-o).slice(0,e)}function K(n,e,t,r){if(!n)throw new A("INVALID_ARGUMENT",`scan: expected $' +
  '{e} to be ${t}, got ${String(r)}; correct it`)}var ae=1,ie=31,ce=3e4,ue=1e-12,S=class{#e;room;#t=0;#r=0;#s=0;#n=0;#o=0;#' +
  'a=0;constructor(e,t){this.#e=e,this.room=t}read(e){this.readUnit(e);let{layout:{padded:t},memory:{f32:r,i16:o,u8:c},kern' +
  'el:a}=this.#e,{unit:i,turned:s,small:u,wide:m}=this.room;r.copyWithin(s>>>2,i>>>2,(i>>>2)+t),a.rotate(s),a.shrink(i,u);f' +
  'or(let d=0;d<t;d++)o[(m>>>1)+d]=c[u+d]<<24>>24;this.#a=r[u+t>>>2],this.#c(r.subarray(s>>>2,(s>>>2)+t))}readUnit(e){let{l' +
  'ayout:{dim:t},memory:{f32:r}}=this.#e,o=this.room.unit>>>2;if(e.length!==t)throw new A("SHAPE_MISMATCH",`scan: expected ' +
  'a query of ${t} values, got ${e.length}; use one encoder`);let c=0;for(let i of e)c+=i*i;K(Number.isFinite(c),"query","a' +
  ' finite vector",c);let a=1/Math.sqrt(Math.max(c,ue));for(let i=0;i<t;i++)r[o+i]=e[i]*a}#c(e){let{layout:{dim:t,codeBytes' +
  ':r,earlyBytes:o},memory:{u8:c}}=this.#e,{table:a}=this.room,i=Float64Array.from({length:r*2},(l,f)=>Math.abs(e[f*4])+Mat' +
  'h.abs(e[f*4+1])+Math.abs(e[f*4+2])+Math.abs(e[f*4+3])),s=i.reduce((l,f)=>Math.max(l,f),0),u=s>0?ie/(2*s):0,[m,d]=[0,0];f' +
  'or(let l=0;l<i.length;l++){let[f,p,h,y]=[e[l*4],e[l*4+1],e[l*4+2],e[l*4+3]];for(let b=0;b<16;b++){let R=(b&1?-f:f)+(b&2?' +
  '-p:p)+(b&4?-h:h)+(b&8?-y:y);c[a+48+l*16+b]=Math.round((R+i[l])*u)}m+=i[l]*u,l<o*2&&(d=m)}this.#t=Math.round(m),this.#r=M' +
  'ath.round(d),this.#n=Math.max(0,Math.floor(Math.log2(32767/(m+i.length+1)))),this.#s=Math.min(32767,Math.round(ae*u*2**t' +
  'his.#n)),this.#o=2**this.#n*Math.sqrt(t)/4*u}scan({beta:e,gamma:t,tick:r=0,kinds:o,tenant:c,from:a=-1/0,until:i=1/0,leas' +
  't:s=0},u,{slots:m,marks:d,bins:l,capacity:f}){let{rates:p,ticks:h,blocks:y,live:b,size:R,kernel:k,layout:W,memory:{u8:F}' +
  '}=this.#e,{unit:$,table:M}=this.room,v=this.#i(e,t),q=this.#o>0?Math.min(32767,Math.round(v*e/this.#o*32768)):0,z=Math.m' +
  'in(32767,Math.round(v*t/1024*32768)),j=Math.max(-32768,Math.round(Math.log(this.#e.floor)*1024)),J=(c===void 0?0:1)|(a>-' +
  '1/0||i<1/0?2:0)|(s>0?4:0),X=Math.max(-32768,Math.floor(Math.log(s)*1024)-2);for(let w=0;w<16;w++)F[M+w]=!o||o.includes(w' +
  ')?255:0;k.begin(u,f,m,d,l);let _=NaN;for(let[w,U]of y.entries()){if(b[w]===0)continue;let I=r-h[w];I!==_&&(_=I,p.forEach' +
  '((Z,B)=>{let P=Math.round(G(Z*I*1024));F[M+16+B]=P&255,F[M+32+B]=P>>8&255}));let Y=Math.round(G(v*e*k.dot($,U+W.centre))' +
  '),O=w<<12;k.scan(U,O,Math.min(R-O,4096),M,this.#t,this.#r,this.#s,this.#n,q,z,j,Y,J,c??0,a,i,X)}return k.finish()}smallU' +
  'nit({beta:e,gamma:t}){return Math.fround(this.#a*e*this.#i(e,t))}#i(e,t){let r=2*e-t*Math.log(this.#e.floor);if(r===0)re' +
  'turn 0;let o=this.#o>0&&e>0?this.#o/e:1/0;return Math.min(o,ce/r,t>0?1023/t:1/0)}};function G(n){return Math.max(-32767,' +
  'Math.min(32767,n))}var V=n=>n+(n>>2)+16,Ce={least:1024,share:1/128};function me(n){return n+Math.max(512,n>>1)}var E=cla' +
  'ss{#e;#t;#r;constructor(e,t){this.#e=e,this.#t=t,this.#r=new S(e,t)}best(e,t,r,o){this.#r.read(e);let{memory:c,kernel:a,' +
  'floor:i}=this.#e,{slots:s,values:u}=this.#t,m=this.#r.scan(t,r,{...this.#t,capacity:me(r)});if(o&&m>V(t.k)){a.narrow(m,t' +
  'his.#t.wide,this.#r.smallUnit(t),u);let h=L(c.f32.subarray(u>>>2,(u>>>2)+m),V(t.k)),y=new Uint32Array(h.length);for(let ' +
  'b=0;b<h.length;b++)y[b]=c.u32[(s>>>2)+h[b]];c.u32.set(y.sort(),s>>>2),m=y.length}m=this.#s(t,m),a.products(m,s,this.#t.u' +
  'nit,u);let d=c.f32.slice(u>>>2,(u>>>2)+m),l=c.u32.slice(s>>>2,(s>>>2)+m),f=new Float32Array(m);for(let h=0;h<m;h++){let ' +
  'y=this.#n(l[h],t.tick??0);f[h]=t.beta*d[h]+t.gamma*Math.log(Math.max(y,i))}let p=L(f,t.k);return{slots:Uint32Array.from(' +
  'p,h=>l[h]),scores:Float32Array.from(p,h=>f[h]),cosines:Float32Array.from(p,h=>d[h])}}cosines(e,t){this.#r.readUnit(e);le' +
  't{memory:r,kernel:o}=this.#e,{slots:c,values:a,unit:i}=this.#t;return r.u32.set(t,c>>>2),o.products(t.length,c,i,a),r.f3' +
  '2.slice(a>>>2,(a>>>2)+t.length)}#s({least:e=0,tick:t=0},r){if(e===0)return r;let{u32:o}=this.#e.memory,c=this.#t.slots>>' +
  '>2,a=0;for(let i=c;i<c+r;i++)this.#n(o[i],t)>=e&&(o[c+a++]=o[i]);return a}#n(e,t){let{blocks:r,halfLives:o,layout:{colum' +
  'ns:c},memory:{f64:a,u8:i}}=this.#e,s=a[g(r,e,c.strength)>>>3],u=t-a[g(r,e,c.tick)>>>3];return u>0?s*2**(-u/o[i[g(r,e,c.k' +
  'ind)]]):s}};function le(n){let e,t=r=>{try{return"module"in r?(e=new T(r),{}):{found:e.found(r)}}catch(o){return{error:S' +
  'tring(o)}}};n.addEventListener("message",({data:r})=>{n.postMessage(t(r))}),n.start?.()}var T=class{#e;#t;#r;constructor' +
  '(e){this.#e=e,this.#t=Q(e.dim),this.#r=D(e.memory,e.module,this.#t,e.places)}found({vectors:e,taken:t,query:r,limit:o,na' +
  'rrowed:c,room:a,...i}){let{dim:s,memory:u,rates:m,halfLives:d,floor:l}=this.#e,f=H(u.buffer),p=new E({rates:m,halfLives:' +
  'd,floor:l,...i,layout:this.#t,memory:f,kernel:this.#r},a),h=[],y=e.length/s;for(let b=Atomics.add(t,0,1);b<y;b=Atomics.a' +
  'dd(t,0,1))h.push([b,p.best(e.subarray(b*s,(b+1)*s),r,o,c)]);return h}};return se(he);})();'
