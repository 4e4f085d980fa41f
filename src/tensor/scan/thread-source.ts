// Made by scripts/scan-kernel.ts from thread.ts: change that.
/** What a thread runs. */
export const threadSource: string =
  '"use strict";var scanThread=(()=>{var v=Object.defineProperty;var ee=Object.getOwnPropertyDescriptor;var te=Object.getOw' +
  'nPropertyNames;var re=Object.prototype.hasOwnProperty;var ne=(n,e)=>{for(var t in e)v(n,t,{get:e[t],enumerable:!0})},oe=' +
  '(n,e,t,r)=>{if(e&&typeof e=="object"||typeof e=="function")for(let a of te(e))!re.call(n,a)&&a!==t&&v(n,a,{get:()=>e[a],' +
  'enumerable:!(r=ee(e,a))||r.enumerable});return n};var se=n=>oe(v({},"__esModule",{value:!0}),n);var le={};ne(le,{serve:(' +
  ')=>me});function P(n,e,t,r){let a=new WebAssembly.Instance(e,{env:{memory:n}}).exports,{code:s,scale:c,coarseStrength:i,' +
  'kind:o,tenant:m,time:u,small:h,key:f}=t.columns;return a.configure(t.dim,t.padded,t.codeBytes,h.stride,r.table,r.signs,r' +
  '.work,t.scaleUnit,s.offset,c.offset,i.offset,o.offset,m.offset,u.offset,h.offset,f.offset,t.centre),a}function D(n){let ' +
  'e=Math.ceil(n/16)*16,t=Math.ceil(n/8),r=0,a=o=>{let m=r;return r=Math.ceil((r+o)/64)*64,m},s=o=>({offset:a(o*4096),strid' +
  'e:o}),c=a(e*4),i={code:s(t),scale:s(2),coarseStrength:s(2),kind:s(1),tenant:s(4),time:s(8),strength:s(8),tick:s(8),small' +
  ':s(e+16),key:s(e*4)};return{dim:n,padded:e,codeBytes:t,columns:i,centre:c,blockBytes:r,scaleUnit:Math.fround(32768*Math.' +
  'sqrt(n)/4)}}function g(n,e,{offset:t,stride:r}){return n[e>>>12]+t+(e&4095)*r}var A=class extends Error{name="MnemeError' +
  '";code;isMnemeError=!0;constructor(e,t,r){super(t,r),this.code=e}static isInstance(e){return e instanceof Error&&"isMnem' +
  'eError"in e}};function Q(n){return{u8:new Uint8Array(n),i16:new Int16Array(n),i32:new Int32Array(n),u32:new Uint32Array(' +
  'n),f32:new Float32Array(n),f64:new Float64Array(n)}}var C=512;function N(n,e){let t=[];if(n.length<=e)t=[...n.keys()];el' +
  'se{let[r,a]=[1/0,-1/0];for(let o=0;o<n.length;o++){let m=n[o];m<r&&(r=m),m>a&&(a=m)}let s=a>r?(C-1)/(a-r):0,c=new Uint32' +
  'Array(C);for(let o=0;o<n.length;o++)c[(n[o]-r)*s|0]++;let i=C;for(let o=0;i>0&&o<e;)o+=c[--i];for(let o=0;o<n.length;o++' +
  ')((n[o]-r)*s|0)>=i&&t.push(o)}return t.sort((r,a)=>n[a]-n[r]||r-a).slice(0,e)}function H(n,e,t,r){if(!n)throw new A("INV' +
  'ALID_ARGUMENT",`scan: expected ${e} to be ${t}, got ${String(r)}; correct it`)}var ae=31,ie=3e4,ce=1e-12,S=class{#e;room' +
  ';#t=0;#r=0;#n=0;#o=0;constructor(e,t){this.#e=e,this.room=t}read(e){this.readUnit(e);let{layout:{padded:t},memory:{f32:r' +
  ',i16:a,u8:s},kernel:c}=this.#e,{unit:i,turned:o,small:m,wide:u}=this.room;r.copyWithin(o>>>2,i>>>2,(i>>>2)+t),c.rotate(o' +
  '),c.shrink(i,m);for(let h=0;h<t;h++)a[(u>>>1)+h]=s[m+h]<<24>>24;this.#o=r[m+t>>>2],this.#a(r.subarray(o>>>2,(o>>>2)+t))}' +
  'readUnit(e){let{layout:{dim:t},memory:{f32:r}}=this.#e,a=this.room.unit>>>2;if(e.length!==t)throw new A("SHAPE_MISMATCH"' +
  ',`scan: expected a query of ${t} values, got ${e.length}; use one encoder`);let s=0;for(let i of e)s+=i*i;H(Number.isFin' +
  'ite(s),"query","a finite vector",s);let c=1/Math.sqrt(Math.max(s,ce));for(let i=0;i<t;i++)r[a+i]=e[i]*c}#a(e){let{layout' +
  ':{dim:t,codeBytes:r},memory:{u8:a}}=this.#e,{table:s}=this.room,c=Float64Array.from({length:r*2},(u,h)=>Math.abs(e[h*4])' +
  '+Math.abs(e[h*4+1])+Math.abs(e[h*4+2])+Math.abs(e[h*4+3])),i=c.reduce((u,h)=>Math.max(u,h),0),o=i>0?ae/(2*i):0,m=0;for(l' +
  'et u=0;u<c.length;u++){let[h,f,y,p]=[e[u*4],e[u*4+1],e[u*4+2],e[u*4+3]];for(let l=0;l<16;l++){let d=(l&1?-h:h)+(l&2?-f:f' +
  ')+(l&4?-y:y)+(l&8?-p:p);a[s+48+u*16+l]=Math.round((d+c[u])*o)}m+=c[u]*o}this.#t=Math.round(m),this.#r=Math.max(0,Math.fl' +
  'oor(Math.log2(32767/(m+c.length+1)))),this.#n=2**this.#r*Math.sqrt(t)/4*o}scan({beta:e,gamma:t,tick:r=0,kinds:a,tenant:s' +
  ',from:c=-1/0,until:i=1/0,least:o=0},m,{slots:u,marks:h,bins:f,capacity:y}){let{rates:p,ticks:l,blocks:d,live:b,size:V,ke' +
  'rnel:k,layout:W,memory:{u8:R}}=this.#e,{unit:$,table:M}=this.room,F=this.#s(e,t),q=this.#n>0?Math.min(32767,Math.round(F' +
  '*e/this.#n*32768)):0,z=Math.min(32767,Math.round(F*t/1024*32768)),j=Math.max(-32768,Math.round(Math.log(this.#e.floor)*1' +
  '024)),J=(s===void 0?0:1)|(c>-1/0||i<1/0?2:0)|(o>0?4:0),X=Math.max(-32768,Math.floor(Math.log(o)*1024)-2);for(let w=0;w<1' +
  '6;w++)R[M+w]=!a||a.includes(w)?255:0;k.begin(m,y,u,h,f);let T=NaN;for(let[w,_]of d.entries()){if(b[w]===0)continue;let I' +
  '=r-l[w];I!==T&&(T=I,p.forEach((Z,O)=>{let B=Math.round(K(Z*I*1024));R[M+16+O]=B&255,R[M+32+O]=B>>8&255}));let Y=Math.rou' +
  'nd(K(F*e*k.dot($,_+W.centre))),U=w<<12;k.scan(_,U,Math.min(V-U,4096),M,this.#t,this.#r,q,z,j,Y,J,s??0,c,i,X)}return k.fi' +
  'nish()}smallUnit({beta:e,gamma:t}){return Math.fround(this.#o*e*this.#s(e,t))}#s(e,t){let r=2*e-t*Math.log(this.#e.floor' +
  ');if(r===0)return 0;let a=this.#n>0&&e>0?this.#n/e:1/0;return Math.min(a,ie/r,t>0?1023/t:1/0)}};function K(n){return Mat' +
  'h.max(-32767,Math.min(32767,n))}var G=n=>n+(n>>2)+16,ve={least:1024,share:1/128};function ue(n){return Math.max(2*n,n+10' +
  '24)}var E=class{#e;#t;#r;constructor(e,t){this.#e=e,this.#t=t,this.#r=new S(e,t)}best(e,t,r,a){this.#r.read(e);let{memor' +
  'y:s,kernel:c,floor:i}=this.#e,{slots:o,values:m}=this.#t,u=this.#r.scan(t,r,{...this.#t,capacity:ue(r)});if(a&&u>G(t.k))' +
  '{c.narrow(u,this.#t.wide,this.#r.smallUnit(t),m);let l=N(s.f32.subarray(m>>>2,(m>>>2)+u),G(t.k)),d=new Uint32Array(l.len' +
  'gth);for(let b=0;b<l.length;b++)d[b]=s.u32[(o>>>2)+l[b]];s.u32.set(d.sort(),o>>>2),u=d.length}u=this.#n(t,u),c.products(' +
  'u,o,this.#t.unit,m);let h=s.f32.slice(m>>>2,(m>>>2)+u),f=s.u32.slice(o>>>2,(o>>>2)+u),y=new Float32Array(u);for(let l=0;' +
  'l<u;l++){let d=this.#o(f[l],t.tick??0);y[l]=t.beta*h[l]+t.gamma*Math.log(Math.max(d,i))}let p=N(y,t.k);return{slots:Uint' +
  '32Array.from(p,l=>f[l]),scores:Float32Array.from(p,l=>y[l]),cosines:Float32Array.from(p,l=>h[l])}}cosines(e,t){this.#r.r' +
  'eadUnit(e);let{memory:r,kernel:a}=this.#e,{slots:s,values:c,unit:i}=this.#t;return r.u32.set(t,s>>>2),a.products(t.lengt' +
  'h,s,i,c),r.f32.slice(c>>>2,(c>>>2)+t.length)}#n({least:e=0,tick:t=0},r){if(e===0)return r;let{u32:a}=this.#e.memory,s=th' +
  'is.#t.slots>>>2,c=0;for(let i=s;i<s+r;i++)this.#o(a[i],t)>=e&&(a[s+c++]=a[i]);return c}#o(e,t){let{blocks:r,halfLives:a,' +
  'layout:{columns:s},memory:{f64:c,u8:i}}=this.#e,o=c[g(r,e,s.strength)>>>3],m=t-c[g(r,e,s.tick)>>>3];return m>0?o*2**(-m/' +
  'a[i[g(r,e,s.kind)]]):o}};function me(n){let e,t=r=>{try{return"module"in r?(e=new L(r),{}):{found:e.found(r)}}catch(a){r' +
  'eturn{error:String(a)}}};n.addEventListener("message",({data:r})=>{n.postMessage(t(r))}),n.start?.()}var L=class{#e;#t;#' +
  'r;constructor(e){this.#e=e,this.#t=D(e.dim),this.#r=P(e.memory,e.module,this.#t,e.places)}found({vectors:e,taken:t,query' +
  ':r,limit:a,narrowed:s,room:c,...i}){let{dim:o,memory:m,rates:u,halfLives:h,floor:f}=this.#e,y=Q(m.buffer),p=new E({rates' +
  ':u,halfLives:h,floor:f,...i,layout:this.#t,memory:y,kernel:this.#r},c),l=[],d=e.length/o;for(let b=Atomics.add(t,0,1);b<' +
  'd;b=Atomics.add(t,0,1))l.push([b,p.best(e.subarray(b*o,(b+1)*o),r,a,s)]);return l}};return se(le);})();'
